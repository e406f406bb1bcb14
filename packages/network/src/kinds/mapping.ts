import { flag, integer, number, oneOf, options, type Rule } from "@reciprocal/guards";
import { magnitudeThreshold } from "@reciprocal/spectral";
import { type Activation, activations } from "../activation.js";
import { multiplyTransposed } from "../matrix/multiply-transposed.js";
import { type Creation, type Start, startRule } from "./start.js";
import type { FieldRule, FieldTable, LayerKind, Settings, SettingTable, Trainable } from "./kind.js";

/** What all mappings have: n inputs, m outputs; kernels, phi and their factors are row-major, out × in. */
export interface Mapping {
  /** n, all the numbers of the sample that arrives, in row-major order. */
  readonly inputs: number;
  /** m; what leaves has the shape [m]. */
  readonly outputs: number;
  /** Length m, or absent if the layer has none. */
  readonly bias?: Float32Array;
  /**
   * Dynamic magnitude mask: the share p of weights that are zero, 0 ≤ p < 1; absent means 0. Before every forward pass,
   * in training too, the round(p·n·m) weights of smallest magnitude are zero; of weights as large as the smallest one
   * that stays, all stay. The stored numbers stay as they are: what is masked now may come back later.
   */
  readonly sparsity?: number;
  /**
   * Fixed mask, m×n, row-major: 1 for a weight that is as the layer makes it, 0 for one that is zero, in training too; absent
   * means 1 everywhere. A row of zeros cuts an output node off from all inputs, a column an input node from all outputs.
   * It comes before the dynamic mask, which counts its zeros among the smallest weights.
   */
  readonly mask?: Uint8Array;
}

/** What the specs of all mappings have in common. */
export interface MappingSpec<Group extends string = string> {
  /** Nodes of the next layer, m. */
  readonly units: number;
  /** After the mapping; default linear, which adds no layer. */
  readonly activation?: Activation;
  /** Slope of leaky-relu below 0, from 0 to 1; default 0.01. Only for this activation. */
  readonly slope?: number;
  /** Add a vector b; default true. */
  readonly useBias?: boolean;
  /** Where all numbers start that have no option of their own; default `unit-variance`. See `Start`. */
  readonly start?: Start;
  /** Dynamic magnitude mask: the share of weights that are zero, 0 ≤ p < 1; default 0. See `Mapping.sparsity`. */
  readonly sparsity?: number;
  /** Which groups of numbers train, for example `{ phi: true }`; those that are not named train as the kind says. */
  readonly trainable?: Partial<Trainable<Group>>;
}

/** A kind of layer that is y = w x + b. */
export interface MappingKind<
  L extends Mapping & { readonly kind: string },
  S extends MappingSpec,
> extends LayerKind<L> {
  /** The layer that a spec asks for, with initial values. */
  create(spec: S, creation: Creation, where: string): L;
  /** w, m×n, in float64, with what the layer's masks hide set to zero. */
  kernel(layer: L): Float64Array;
}

/** What a mapping has to say of itself; the rest follows from it being y = w x + b. */
export interface MappingParts<L extends Mapping & { readonly kind: string }, S extends MappingSpec> {
  readonly code: number;
  readonly version: number;
  /** Besides those of every mapping. */
  readonly settings?: Omit<SettingTable<L>, keyof SettingTable<Mapping>>;
  /** Bias aside. */
  readonly fields: Omit<FieldTable<L>, "bias">;
  readonly create: (spec: S, creation: Creation, where: string) => L;
  /** w without a mask, in an array of its own. */
  readonly kernel: (layer: L) => Float64Array;
  /** See `LayerKind.check`. */
  readonly check?: ((where: string, settings: Settings<L>) => void) | undefined;
}

const sharedSettings: SettingTable<Mapping> = {
  inputs: { storage: "arriving" },
  outputs: { storage: "size" },
  sparsity: { storage: "share" },
  mask: { storage: "bits", shape: ({ inputs, outputs }) => [outputs, inputs] },
};

const bias: FieldRule<Mapping> = {
  role: "bias",
  storage: "vector",
  trains: true,
  isOptional: true,
  shape: ({ outputs }) => [outputs],
};

export function mappingKind<L extends Mapping & { readonly kind: string }, S extends MappingSpec>({
  code,
  version,
  settings,
  fields,
  create,
  kernel: wholeKernel,
  check,
}: MappingParts<L, S>): MappingKind<L, S> {
  const kernel = (layer: L) => maskKernel(applyMask(wholeKernel(layer), layer.mask), layer.sparsity);
  return {
    code,
    version,
    // a mapping has these besides its own, which the compiler cannot follow for any L
    settings: { ...sharedSettings, ...settings } as unknown as SettingTable<L>,
    fields: { ...fields, bias } as unknown as FieldTable<L>,
    create,
    kernel,
    ...(check && { check }),
    outputShape: ({ outputs }) => [outputs],
    forward(layer, values) {
      const { inputs, outputs, bias } = layer;
      const shape = { rows: values.length / inputs, columns: outputs, inner: inputs };
      const result = multiplyTransposed(values, kernel(layer), shape);
      return bias ? result.map((value, index) => value + bias[index % outputs]!) : result;
    },
  };
}

/** The options that the specs of all mappings have; `groups` are those that may train, bias aside. */
/* @__NO_SIDE_EFFECTS__ */
export function mappingOptions<Group extends string>(groups: readonly Group[]) {
  const flags = options(() =>
    Object.fromEntries([...groups, "bias"].map((name) => [name, flag().optional()])),
  );
  return {
    units: integer({ min: 1 }),
    activation: oneOf(activations).default("linear"),
    slope: number({ min: 0, max: 1 }).optional(),
    useBias: flag().default(true),
    start: startRule().default("unit-variance"),
    sparsity: number({ min: 0, below: 1 }).default(0),
    trainable: (flags.rule as Rule<Partial<Trainable<Group>>>).default({}),
  };
}

/** What every mapping starts with, its biases from zero. */
export function mappingStart(
  { units, useBias, sparsity }: { units: number; useBias: boolean; sparsity: number },
  inputs: number,
): Mapping {
  return {
    inputs,
    outputs: units,
    ...(useBias && { bias: new Float32Array(units) }),
    ...(sparsity > 0 && { sparsity }),
  };
}

/** Sets the weights that a fixed mask hides to zero, in place. */
function applyMask(kernel: Float64Array, mask: Uint8Array | undefined): Float64Array {
  if (mask) for (let i = 0; i < kernel.length; i++) if (mask[i] === 0) kernel[i] = 0;
  return kernel;
}

/** Sets the weights below the threshold to zero, in place; which ones is decided in float32, as engines hold w. */
function maskKernel(kernel: Float64Array, sparsity = 0): Float64Array {
  if (sparsity === 0) return kernel;
  const threshold = magnitudeThreshold(kernel, sparsity);
  for (let i = 0; i < kernel.length; i++) {
    if (Math.abs(Math.fround(kernel[i]!)) < threshold) kernel[i] = 0;
  }
  return kernel;
}
