import { deriveSeed } from "@reciprocal/spectral";
import { makeInitialValues } from "./initial-values.js";
import { mappingFields, mappingKind, type MappingSpec } from "./mapping-kind.js";
import type { DenseLayer } from "./network.js";

/** Direct space; the kernel starts Glorot uniform: U(−l, l) with l = √(6 / (n + m)). */
export interface DenseSpec extends MappingSpec {
  readonly kind: "dense";
}

export const denseKind = mappingKind<DenseLayer, DenseSpec>({
  options: [],
  create(spec, inputs, seed, where) {
    const limit = Math.sqrt(6 / (inputs + spec.units));
    return {
      kind: "dense",
      ...mappingFields(spec, inputs),
      kernel: makeInitialValues(
        `${where}: kernel`,
        { low: -limit, high: limit },
        { length: inputs * spec.units, seed: deriveSeed(seed, "kernel") },
      ),
      trainable: { kernel: true, bias: true },
    };
  },
  kernel: (layer) => Float64Array.from(layer.kernel),
  groups: ({ inputs, outputs, kernel }) => [
    { name: "kernel", role: "eigenvectors", shape: [outputs, inputs], content: kernel },
  ],
  bases: () => [],
});
