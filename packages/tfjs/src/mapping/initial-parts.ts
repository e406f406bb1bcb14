import {
  type Activation,
  createLayer,
  type LayerSpec,
  type MappingLayer,
  materialize,
  matrixDigest,
  type MatrixSource,
  type Recipe,
  validateNetwork,
} from "@reciprocal/network";
import { deriveSeed } from "@reciprocal/spectral";
import { transposed } from "./in-out.js";
import type { MatrixArgument } from "./matrix-argument.js";
import { fieldsOf, smallest } from "./network-fields.js";

/** A group or matrix of a layer before it is a tensor. */
export interface Part {
  readonly name: string;
  /** As TensorFlow.js holds it: matrices are in × out. */
  readonly shape: number[];
  /** Whether the network has it out × in. */
  readonly isTransposed: boolean;
  /** Whether it is a matrix that may be made by a recipe. */
  readonly isMatrix: boolean;
  /** New numbers: on cpu a tensor holds the same array that it is made of. */
  readonly values: () => Float32Array;
  /** Of a matrix that can be made again, and so need not be a weight. */
  readonly recipe?: Recipe;
  /** SHA-256 of what the recipe makes, as `matrixDigest` gives it. */
  readonly digest?: () => string;
  /** Whether the numbers come later, and `values` only holds their place. */
  readonly isPending?: boolean;
}

/** What a layer is made of before any of it is a tensor. */
export interface InitialLayer {
  readonly parts: Part[];
  /** What the network's layer has besides its parts: its kind, sizes and the settings of its kind. */
  readonly settings: object;
}

export interface InitialPartsOptions {
  readonly spec: LayerSpec;
  readonly seed: number;
  readonly inputs: number;
  /** The activation whose outputs arrive. */
  readonly arriving: Activation;
  /** Whether an activation bends what leaves, as in hidden layers. */
  readonly isHidden: boolean;
  /** Matrices other than those of `createNetwork`. */
  readonly matrices: ReadonlyMap<string, MatrixArgument>;
  /** Matrices that a network stores in × out too. */
  readonly inByOut: readonly string[];
}

/**
 * Everything that a layer has, at its initial values: what `createNetwork` makes of the spec, with the matrices that
 * were asked for. Numbers are made when they are read.
 *
 * @throws {ShapeError} for another number of values than the matrix has
 */
export function initialParts({
  spec,
  seed,
  inputs,
  arriving,
  isHidden,
  matrices,
  inByOut,
}: InitialPartsOptions): InitialLayer {
  const own = deriveSeed(seed, "layer", 0); // as the only layer of a network of this seed
  const initial = createLayer(spec, { inputs, seed: own, arriving, isHidden });
  const chosen = fieldsOf(initial).flatMap(({ name, content }) =>
    content instanceof Float32Array ? [] : [[name, chosenSource(content, matrices.get(name))]],
  );
  const layer = { ...initial, ...Object.fromEntries(chosen) } as MappingLayer;
  validateNetwork({ inputShape: [inputs], layers: [layer] });
  const fields = fieldsOf(layer);
  const parts = fields.map(({ name, shape: [rows, columns], content }): Part => {
    // tensors are in × out
    const isTransposed = columns !== undefined && !inByOut.includes(name);
    const shape = columns === undefined ? [rows!] : [rows!, columns];
    const part = (values: () => Float32Array) => ({
      ...{ name, isTransposed, isMatrix: !(content instanceof Float32Array) },
      shape: isTransposed ? shape.reverse() : shape,
      values: isTransposed ? () => transposed(values(), [rows!, columns]) : () => values().slice(),
    });
    if (content instanceof Float32Array) return part(() => content);
    if (matrices.get(name) === "weights") {
      return { ...part(() => new Float32Array(content.rows * content.columns)), isPending: true };
    }
    const made = part(() => materialize(content));
    if (!("recipe" in content)) return made;
    return { ...made, recipe: content.recipe, digest: () => matrixDigest(content) };
  });
  const others = new Set<string>(["trainable", ...fields.map(({ name }) => name)]);
  const settings = Object.fromEntries(Object.entries(layer).filter(([name]) => !others.has(name)));
  return { parts, settings };
}

/**
 * The same parts before any of their numbers is made, which may be too many: `values` gives none.
 *
 * @param inputs - a whole number
 */
export function plannedParts({
  spec,
  inputs,
  matrices,
  inByOut,
}: Pick<InitialPartsOptions, "spec" | "inputs" | "matrices" | "inByOut">): Part[] {
  const sizes = { inputs, outputs: spec.units };
  return fieldsOf({ ...smallest(spec), ...sizes }).map(({ name, shape, content }): Part => {
    const isMatrix = !(content instanceof Float32Array);
    const isTransposed = shape.length === 2 && !inByOut.includes(name);
    const part = { name, isTransposed, isMatrix, values: () => new Float32Array() };
    const given = matrices.get(name);
    const isMade = isMatrix && "recipe" in content && given !== "weights" && !(given instanceof Float32Array);
    return {
      ...part,
      shape: isTransposed ? [...shape].reverse() : [...shape],
      ...(isMade && { recipe: content.recipe }),
    };
  });
}

/** The matrix that was asked for; a recipe without a seed takes that of the initial one. */
function chosenSource(initial: MatrixSource, argument: MatrixArgument | undefined): MatrixSource {
  if (argument === undefined || argument === "weights") return initial;
  const { rows, columns } = initial;
  if (argument instanceof Float32Array) return { rows, columns, values: argument };
  const known: Partial<Recipe> = "recipe" in initial ? initial.recipe : {};
  const recipe = { ...argument, seed: argument.seed ?? known.seed ?? 0 };
  // what one source object makes is remembered, and of S-QR it is made already
  const isInitial = Object.entries(recipe).every(([name, value]) => known[name as keyof Recipe] === value);
  return isInitial ? initial : { rows, columns, recipe };
}
