import type { MappingLayer, ParameterName } from "@reciprocal/network";
import type { layers } from "@tensorflow/tfjs-layers";
import type { Constraint, Initializer, KerasArgument, Regularizer } from "./keras-object.js";
import type { MatrixName } from "./matrix-argument.js";

export type LayerArguments = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;
export type ActivationName = NonNullable<Parameters<typeof layers.dense>[0]["activation"]>;

/** How a group of weights starts, is penalised and is kept within bounds, under its Keras name. */
export type GroupArguments<Group extends ParameterName> = {
  /** Instead of the values that `createNetwork` gives the group. */
  [Name in `${Group}Initializer`]?: KerasArgument<Initializer>;
} & {
  /** Added to the loss. */
  [Name in `${Group}Regularizer`]?: KerasArgument<Regularizer>;
} & {
  /** As in tf.layers.dense: TensorFlow.js applies it when weights are set, but not after a step of training. */
  [Name in `${Group}Constraint`]?: KerasArgument<Constraint>;
};

/** What all layers of this package take, beside the arguments of every layer (`name`, `inputShape`, …). */
export interface MappingArguments extends LayerArguments, GroupArguments<"bias"> {
  /** Nodes of the next layer, m. */
  units: number;
  /** After the mapping; default linear. */
  activation?: ActivationName;
  /** Add a vector b that starts from zero; default true. */
  useBias?: boolean;
  /** Initial values and random matrices are those of `createNetwork` for one layer and this seed; default 0. */
  seed?: number;
  /** Dynamic magnitude mask: the share of weights that are zero in every forward pass, 0 ≤ p < 1; default 0. */
  sparsity?: number;
  /** The groups of numbers that training changes; the default is that of the kind in `createNetwork`. */
  train?: readonly ParameterName[];
}

/** What a kind of layer is made of. */
export interface MappingKind {
  readonly kind: MappingLayer["kind"];
  /** Of default names: `spectral_dense` gives `spectral_dense_1`. */
  readonly stem: string;
  /** Groups of numbers that may train, bias aside, in the order of the weights. */
  readonly groups: readonly ParameterName[];
  /** Matrices that may be made by recipe. */
  readonly matrices: readonly MatrixName[];
  /** Arguments of this kind alone. */
  readonly own: readonly string[];
  readonly train: readonly ParameterName[];
}

const ofEveryLayer = [
  ...["name", "inputShape", "batchInputShape", "batchSize"],
  ...["dtype", "inputDType", "trainable", "weights"],
];
const ofEveryMapping = ["units", "activation", "useBias", "seed", "sparsity", "train"];

/** The arguments that a layer of this kind may have. */
export function argumentNames({ groups, matrices, own }: MappingKind): string[] {
  return [
    ...ofEveryLayer,
    ...ofEveryMapping,
    ...own,
    ...[...groups, "bias"].flatMap((group) => [
      `${group}Initializer`,
      `${group}Regularizer`,
      `${group}Constraint`,
    ]),
    ...matrices.flatMap((name) => [name, `${name}Digest`]),
  ];
}

/** Those arguments that tf.layers.Layer reads. */
export function layerArguments(args: MappingArguments): LayerArguments {
  return Object.fromEntries(Object.entries(args).filter(([name]) => ofEveryLayer.includes(name)));
}

/**
 * @throws {TypeError} for an argument that no layer of this kind has, or of the wrong type
 * @throws {RangeError} for a number out of range
 */
export function checkArguments(where: string, kind: MappingKind, args: MappingArguments): void {
  const known = argumentNames(kind);
  const unknown = Object.keys(args).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`${where}: arguments must be among ${known.join(", ")}, got ${unknown}`);
  }
  const { units, useBias, sparsity } = args;
  if (!(Number.isSafeInteger(units) && units >= 1)) {
    throw new RangeError(`${where}: units must be a positive integer, got ${String(units)}`);
  }
  if (useBias !== undefined && typeof useBias !== "boolean") {
    throw new TypeError(`${where}: useBias must be true or false, got ${String(useBias)}`);
  }
  if (sparsity !== undefined && !(typeof sparsity === "number" && 0 <= sparsity && sparsity < 1)) {
    throw new RangeError(`${where}: sparsity must be a number from 0 to below 1, got ${String(sparsity)}`);
  }
}

/** @throws {RangeError} for a group that the kind does not have */
export function checkTrain(
  where: string,
  train: Iterable<ParameterName>,
  { groups }: MappingKind,
): ReadonlySet<ParameterName> {
  const known: readonly string[] = [...groups, "bias"];
  const chosen = new Set(train);
  const unknown = [...chosen].find((name) => !known.includes(name));
  if (unknown === undefined) return chosen;
  throw new RangeError(`${where}: train must be among ${known.join(", ")}, got ${String(unknown)}`);
}
