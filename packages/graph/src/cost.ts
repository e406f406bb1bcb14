import { topologicalOrder, type Shape, type Value } from "./value.js";

/** Work of one run of a graph. */
export interface Cost {
  /** Multiply-adds of the products. */
  readonly multiplyAdds: number;
  /** Numbers written by all other operators: each is about one pass over memory. */
  readonly elements: number;
}

/**
 * Counts the work of computing the given values; what they share counts once, and what is made of constants alone does
 * not count, as the runtime computes it when the graph is loaded.
 *
 * @param outputs - the values to compute
 * @param sizes - the sizes that only a run knows, by name, for instance `{ batch: 32 }`; one that is not there counts as 0
 *
 * @example
 * import { graphCost, input, matrixProduct } from "@reciprocal/graph";
 *
 * const y = matrixProduct(input("x", ["batch", 784]), input("w", [784, 10]));
 * console.log(graphCost([y], { batch: 32 }));
 * // => { multiplyAdds: 250880, elements: 0 }
 */
export function graphCost(outputs: readonly Value[], sizes: Readonly<Record<string, number>> = {}): Cost {
  const count = (shape: Shape): number =>
    shape.reduce<number>(
      (product, size) => product * (typeof size === "number" ? size : (sizes[size] ?? 0)),
      1,
    );

  let multiplyAdds = 0;
  let elements = 0;
  const folded = new Set<Value>();
  for (const value of topologicalOrder(outputs)) {
    if (value.kind === "constant") folded.add(value);
    if (value.kind !== "application") continue;
    const { operator, operands, shape } = value;
    if (operands.every((operand) => folded.has(operand))) folded.add(value);
    else if (operator.multiplyAdds) multiplyAdds += count(operator.multiplyAdds(value));
    else if (!operator.isView) elements += count(shape);
  }
  return { multiplyAdds, elements };
}

/**
 * Relative time of a graph, in units of one multiply-add of a large product. An elementwise pass costs about as
 * much per number as 20 multiply-adds: it is bound by memory (measured with onnxruntime-node, one AVX-512 thread:
 * 0.2 ns against 0.01 ns).
 *
 * @param cost - what `graphCost` gives
 *
 * @example
 * import { relativeTime } from "@reciprocal/graph";
 *
 * console.log(relativeTime({ multiplyAdds: 1000, elements: 10 }));
 * // => 1200
 */
export function relativeTime({ multiplyAdds, elements }: Cost): number {
  return multiplyAdds + 20 * elements;
}
