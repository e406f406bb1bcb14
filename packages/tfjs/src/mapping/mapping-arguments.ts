import { type ParameterName, type Start, starts } from "@reciprocal/network";
import { any, flag, integer, list, number, oneOf, type OptionalRule } from "@reciprocal/guards";
import type { layers } from "@tensorflow/tfjs-layers";
import {
  type Constraint,
  type Initializer,
  type KerasArgument,
  kerasRule,
  type Regularizer,
} from "./keras-objects.js";

/** The arguments of every layer of TensorFlow.js: `name`, `inputShape`, … */
export type LayerArguments = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

/** The activations of TensorFlow.js. */
export type ActivationName = NonNullable<Parameters<typeof layers.dense>[0]["activation"]>;

/** How a group of weights starts, is penalized and is kept within bounds, under its Keras name. */
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
  /** Add a vector b; default true. */
  useBias?: boolean;
  /** Where all numbers start that have no argument of their own; default `unit-variance`, as in `createNetwork`. */
  start?: Start;
  /** Initial values and random matrices are those of `createNetwork` for one layer and this seed; default 0. */
  seed?: number;
  /** Dynamic magnitude mask: the share of weights that are zero in every forward pass, 0 ≤ p < 1; default 0. */
  sparsity?: number;
  /**
   * The groups of numbers that training changes; the default is that of the kind in `createNetwork`. Keras has a name
   * of its own, `trainable`, for whether the layer trains at all.
   */
  trainableGroups?: readonly ParameterName[];
}

/** What every mapping reads of its arguments. */
export interface MappingSettings {
  readonly units: number;
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly start: Start;
  readonly seed: number;
  readonly sparsity: number;
  readonly trainableGroups?: readonly ParameterName[];
}

/** The rules of `LayerArguments`. */
export const ofEveryLayer = () => ({
  name: any<string>().optional(),
  inputShape: any<NonNullable<LayerArguments["inputShape"]>>().optional(),
  batchInputShape: any<NonNullable<LayerArguments["batchInputShape"]>>().optional(),
  batchSize: any<number>().optional(),
  dtype: any<NonNullable<LayerArguments["dtype"]>>().optional(),
  inputDType: any<NonNullable<LayerArguments["inputDType"]>>().optional(),
  trainable: any<boolean>().optional(),
  weights: any<NonNullable<LayerArguments["weights"]>>().optional(),
});

/** The share of weights that a mask hides. */
export const sparsityRule = () => number({ min: 0, below: 1 });

/** The rules of `MappingArguments` for a layer with these groups, bias among them. */
export function mappingRules<const G extends ParameterName>(groups: readonly G[]) {
  return {
    units: integer({ min: 1 }),
    activation: any<ActivationName>().default("linear"),
    useBias: flag().default(true),
    start: oneOf(starts).default("unit-variance"),
    seed: integer({ min: 0 }).default(0),
    sparsity: sparsityRule().default(0),
    trainableGroups: list<ParameterName>(oneOf(groups)).optional(),
    ...groupRules(groups),
    ...ofEveryLayer(),
  };
}

type GroupRules<G extends string> = {
  readonly [Name in `${G}Initializer`]: OptionalRule<Initializer>;
} & {
  readonly [Name in `${G}Regularizer`]: OptionalRule<Regularizer>;
} & {
  readonly [Name in `${G}Constraint`]: OptionalRule<Constraint>;
};

function groupRules<G extends ParameterName>(groups: readonly G[]): GroupRules<G> {
  const rules = groups.flatMap((group) => [
    [`${group}Initializer`, kerasRule("Initializer").optional()],
    [`${group}Regularizer`, kerasRule("Regularizer").optional()],
    [`${group}Constraint`, kerasRule("Constraint").optional()],
  ]);
  return Object.fromEntries(rules) as GroupRules<G>;
}

/** Those arguments that tf.layers.Layer reads. */
export function layerArguments(args: object): LayerArguments {
  const names = Object.keys(ofEveryLayer());
  return Object.fromEntries(Object.entries(args).filter(([name]) => names.includes(name)));
}
