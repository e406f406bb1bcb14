import { oneOf, options, type OptionTable } from "@reciprocal/guards";
import { deriveSeed } from "@reciprocal/spectral";
import { makeInitialValues } from "./initial-values.js";
import type { Trainable } from "./kind.js";
import { unitVariance } from "./start.js";
import { type Mapping, mappingKind, mappingOptions, type MappingSpec, mappingStart } from "./mapping.js";

/** Direct space: y = w x + b. */
export interface DenseLayer extends Mapping {
  readonly kind: "dense";
  /** w, m×n */
  readonly kernel: Float32Array;
  /** Whether training changes the kernel, and the bias. */
  readonly trainable: Trainable<"kernel">;
}

/**
 * Direct space; the kernel starts from U(−l, l) with l = √(3 v) for weights of variance v, biases from 0. Published: Glorot
 * uniform, l = √(6 / (n + m)).
 */
export interface DenseSpec extends MappingSpec<"kernel"> {
  readonly kind: "dense";
}

const specOptions = options(
  () => ({ kind: oneOf(["dense"]), ...mappingOptions(["kernel"]) }) satisfies OptionTable<DenseSpec>,
);

export const denseKind = mappingKind<DenseLayer, DenseSpec>({
  code: 1,
  version: 1,
  fields: {
    kernel: {
      role: "kernel",
      storage: "numbers",
      trains: true,
      shape: ({ inputs, outputs }) => [outputs, inputs],
    },
  },
  create(spec, creation, where) {
    const options = specOptions.read(where, spec);
    const { inputs, seed } = creation;
    const limit = Math.sqrt(
      options.start === "published" ? 6 / (inputs + options.units) : 3 * unitVariance(creation),
    );
    return {
      kind: "dense",
      ...mappingStart(options, inputs),
      kernel: makeInitialValues(
        { low: -limit, high: limit },
        { length: inputs * options.units, seed: deriveSeed(seed, "kernel") },
      ),
      trainable: { kernel: true, bias: true, ...options.trainable },
    };
  },
  kernel: (layer) => Float64Array.from(layer.kernel),
});

/**
 * A dense layer for `createNetwork`.
 *
 * @param spec - the layer without its `kind`
 * @returns the layer with it
 */
export function dense(spec: Omit<DenseSpec, "kind">): DenseSpec {
  return { kind: "dense", ...spec };
}
