import {
  createNetwork,
  type LayerSpec,
  type MappingLayer,
  materialize,
  matrixDigest,
  type MatrixSource,
  type ParameterName,
  parameters,
  type Recipe,
} from "@reciprocal/network";
import { transposeValues } from "../transpose-values.js";
import type { MappingKind } from "./mapping-arguments.js";
import type { MatrixArgument, MatrixName } from "./matrix-argument.js";

/** A group or matrix of a layer before it is a tensor. */
export interface Part {
  readonly name: ParameterName | MatrixName;
  /** As TensorFlow.js holds it: matrices are in × out. */
  readonly shape: number[];
  readonly values: () => Float32Array;
  /** Of a matrix that can be made again, and so need not be a weight. */
  readonly recipe?: Recipe;
  /** Whether the numbers come later, and `values` only holds their place. */
  readonly isToCome?: boolean;
  /** SHA-256 of what the recipe makes, as `matrixDigest` gives it. */
  readonly digest?: () => string;
}

export interface LayerPartsOptions {
  readonly kind: MappingKind;
  readonly spec: LayerSpec;
  readonly seed: number;
  readonly inputs: number;
  /** Matrices other than those of `createNetwork`. */
  readonly matrices: ReadonlyMap<MatrixName, MatrixArgument>;
}

type Sources = Partial<Record<MatrixName, MatrixSource>>;

/**
 * Everything that a layer has, at its initial values, in the order of its weights: what `createNetwork` makes of the
 * spec, with the matrices that were asked for. Numbers are made when they are read.
 *
 * @throws {ShapeError} for another number of values than the matrix has
 */
export function layerParts(options: LayerPartsOptions): Part[] {
  const { kind, spec, seed, inputs, matrices } = options;
  const initial = createNetwork({ inputShape: inputs, layers: [spec], seed }).layers[0] as MappingLayer;
  const sources = Object.fromEntries(
    kind.matrices.map((name) => {
      const argument = matrices.get(name);
      return [name, matrixSource((initial as Sources)[name]!, argument)];
    }),
  ) as Sources;
  const layer = { ...initial, ...sources } as MappingLayer;
  const parts = new Map<string, Part>();
  for (const { name, shape, ...group } of parameters({ inputShape: [inputs], layers: [layer] })) {
    const [rows, columns] = shape as [number, number?];
    const transposed = () => transposeValues(group.values, rows, columns!);
    parts.set(name, {
      name,
      shape: [...shape].reverse(),
      values: columns === undefined ? () => group.values : transposed,
    });
  }
  for (const name of kind.matrices) {
    parts.set(name, matrixPart(name, sources[name]!, matrices.get(name) === "weights"));
  }
  return [...parts.values()];
}

function matrixPart(name: MatrixName, source: MatrixSource, isToCome: boolean): Part {
  const { rows, columns } = source;
  // tensors are in × out; V, from n inputs to k, is so in a network too
  const isTransposed = name !== "V";
  const shape = isTransposed ? [columns, rows] : [rows, columns];
  if (isToCome) return { name, shape, values: () => new Float32Array(rows * columns), isToCome };
  const values = () => {
    const numbers = materialize(source);
    // a copy either way: on cpu a tensor holds the very array that it is made of
    return isTransposed ? transposeValues(numbers, rows, columns) : numbers.slice();
  };
  if (!("recipe" in source)) return { name, shape, values };
  return { name, shape, values, recipe: source.recipe, digest: () => matrixDigest(source) };
}

/** The matrix that was asked for; a recipe without a seed takes that of the initial one. */
function matrixSource(initial: MatrixSource, argument: MatrixArgument | undefined): MatrixSource {
  if (argument === undefined || argument === "weights") return initial;
  const { rows, columns } = initial;
  if (argument instanceof Float32Array) return { rows, columns, values: argument };
  const known: Partial<Recipe> = "recipe" in initial ? initial.recipe : {};
  const recipe = { ...argument, seed: argument.seed ?? known.seed ?? 0 };
  // what one source object makes is remembered, and of S-QR it is made already
  const isInitial = Object.entries(recipe).every(([name, value]) => known[name as keyof Recipe] === value);
  return isInitial ? initial : { rows, columns, recipe };
}
