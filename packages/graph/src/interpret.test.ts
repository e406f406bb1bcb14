import { ShapeError } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { gradients } from "./differentiate.js";
import { interpret } from "./interpret.js";
import { relu } from "./operators/activations.js";
import { add, multiply, reduceSum } from "./operators/arithmetic.js";
import { matrixProduct } from "./operators/matrix-product.js";
import { apply, constant, input, type Operator } from "./value.js";

const x = input("x", ["batch", 2]);

describe("interpret", () => {
  it("computes named values in float64, with the sizes of the feeds", () => {
    const z = matrixProduct(x, constant(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]));
    const { z: product, sum } = interpret(
      { z, sum: reduceSum(z) },
      { x: { data: [1, 0.1, 0, 1], shape: [2, 2] } },
    );
    // [1 0.1; 0 1] · [1 2 3; 4 5 6]
    expect(product.shape).toEqual([2, 3]);
    expect([...product.data]).toEqual([1.4, 2.5, 3 + 0.1 * 6, 4, 5, 6]);
    expect(sum).toEqual({ data: Float64Array.of(1.4 + 2.5 + (3 + 0.1 * 6) + 4 + 5 + 6), shape: [] });
  });

  it("computes a value that is used twice once", () => {
    let runs = 0;
    const counted: Operator = {
      type: "Counted",
      shape: ([a]) => a!.shape,
      compute: ([a]) => {
        runs++;
        return a!.data;
      },
    };
    const once = apply(counted, [x]);
    interpret({ y: add(once, once), again: once }, { x: { data: [1, 2], shape: [1, 2] } });
    expect(runs).toBe(1);
  });

  it("gives the slopes at values inside of a graph, by gradients", () => {
    // L = Σ relu(x)², so ∂L/∂relu(x) = 2 relu(x)
    const y = relu(x);
    const [slope] = gradients(reduceSum(multiply(y, y)), [y]);
    const { slope: got } = interpret({ slope: slope! }, { x: { data: [3, -1], shape: [1, 2] } });
    expect([...got.data]).toEqual([6, 0]);
  });

  it("refuses feeds that are missing or do not fit, and operators that it does not know", () => {
    expect(() => interpret({ x })).toThrow(ShapeError);
    expect(() => interpret({ x })).toThrow(/input x .*got none/);
    for (const feed of [
      { data: [1, 2, 3], shape: [1, 3] },
      { data: [1, 2, 3], shape: [2, 2] },
      { data: [1, 2], shape: [2] },
      { data: [1, 2], shape: [1, 2, 1] },
    ]) {
      expect(() => interpret({ x }, { x: feed })).toThrow(/input x .*\[batch, 2\]/);
    }
    const unknown = apply({ type: "Unknown", shape: () => [] }, []);
    expect(() => interpret({ unknown })).toThrow(/Unknown/);
  });
});
