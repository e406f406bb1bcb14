import { deriveSeed } from "@reciprocal/spectral";
import { type InitialValues, makeInitialValues } from "./initial-values.js";
import { multiplyTransposed } from "./internal/multiply-transposed.js";
import { materialize } from "./materialize.js";
import type { SvdLayer } from "./network.js";
import { reciprocalFields, reciprocalKind, type ReciprocalSpec } from "./reciprocal-kind.js";

/** S-SVD: φ = U diag(s) Vᵀ. Published initial values: λ_in = 0, λ_out = 1, s ~ U(0, 3), U and V ~ N(0, 0.04²). */
export interface SvdSpec extends ReciprocalSpec {
  readonly kind: "s-svd";
  /** Where s starts; default `{ low: 0, high: 3 }`. */
  readonly s?: InitialValues;
  /** Standard deviation of the entries of U and V; default 0.04. They are not orthonormal, as in the publication. */
  readonly deviation?: number;
}

export const svdKind = reciprocalKind<SvdLayer, SvdSpec>({
  options: ["s", "deviation"],
  create(spec, inputs, seed, where) {
    const { units, s = { low: 0, high: 3 }, deviation = 0.04 } = spec;
    const k = Math.min(inputs, units);
    const basis = (name: "U" | "V", rows: number) => ({
      rows,
      columns: k,
      recipe: { kind: "normal" as const, seed: deriveSeed(seed, name), deviation },
    });
    return {
      kind: "s-svd",
      ...reciprocalFields(where, spec, { inputs, seed, defaults: { lambdaIn: 0, lambdaOut: 1 } }),
      U: basis("U", units),
      s: makeInitialValues(`${where}: s`, s, { length: k, seed: deriveSeed(seed, "s") }),
      V: basis("V", inputs),
      trainable: { lambdaIn: true, lambdaOut: true, s: true, bias: true },
    };
  },
  phi({ inputs, outputs, U, s, V }) {
    const k = s.length;
    const scaled = Float64Array.from(materialize(U), (u, index) => u * s[index % k]!); // U diag(s)
    return multiplyTransposed(scaled, materialize(V), { rows: outputs, columns: inputs, inner: k });
  },
  groups: ({ inputs, outputs, s }) => [
    { name: "s", role: "eigenvectors", shape: [Math.min(inputs, outputs)], content: s },
  ],
  bases({ inputs, outputs, U, V }) {
    const k = Math.min(inputs, outputs);
    return [
      { name: "U", shape: [outputs, k], source: U },
      { name: "V", shape: [inputs, k], source: V },
    ];
  },
});
