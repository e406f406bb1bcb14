import { deriveSeed } from "@reciprocal/spectral";
import { multiplyTransposed } from "./internal/multiply-transposed.js";
import { transpose } from "./internal/transpose.js";
import { factorNormal, materialize } from "./materialize.js";
import type { QrLayer } from "./network.js";
import { reciprocalFields, reciprocalKind, type ReciprocalSpec } from "./reciprocal-kind.js";
import { packTriangle, triangleOf, unpackTriangle } from "./triangle.js";

/**
 * S-QR: φ = R Q (n ≥ m) or Q R (n < m), from the factors of an m×n matrix ~ N(0, deviation²). Published initial
 * values: λ_in ~ U(−0.97, 0.97), λ_out ~ U(−0.13, 0.13) where accuracy is measured; 1 and 0 in the sparse runs.
 */
export interface QrSpec extends ReciprocalSpec {
  readonly kind: "s-qr";
  /** Standard deviation of the entries of the matrix that is factored; default 0.036. */
  readonly deviation?: number;
}

const defaults = { lambdaIn: { low: -0.97, high: 0.97 }, lambdaOut: { low: -0.13, high: 0.13 } };

export const qrKind = reciprocalKind<QrLayer, QrSpec>({
  options: ["deviation"],
  create(spec, inputs, seed, where) {
    const { units, deviation = 0.036 } = spec;
    const Q = {
      rows: units,
      columns: inputs,
      recipe: { kind: "q-of-normal" as const, seed: deriveSeed(seed, "Q"), deviation },
    };
    const { k, R } = factorNormal(Q);
    // A square matrix is factored as Q R with R upper, where the layer wants R Q with R lower. Q is uniform among the
    // orthogonal matrices and independent of R, so Rᵀ Q is a matrix ~ N(0, deviation²) as good as Q R.
    const factor = inputs === units ? transpose(R, k, k) : R;
    return {
      kind: "s-qr",
      ...reciprocalFields(where, spec, { inputs, seed, defaults }),
      Q,
      R: Float32Array.from(packTriangle(factor, k, triangleOf({ inputs, outputs: units }).side)),
      trainable: { lambdaIn: true, lambdaOut: true, R: true, bias: true },
    };
  },
  phi({ inputs, outputs, Q, R }) {
    const { size: k, side } = triangleOf({ inputs, outputs });
    const full = unpackTriangle(R, k, side);
    // R stands left of Q where it is lower
    const [left, right] = side === "lower" ? [full, materialize(Q)] : [materialize(Q), full];
    return multiplyTransposed(left, transpose(right, k, inputs), {
      rows: outputs,
      columns: inputs,
      inner: k,
    });
  },
  groups(layer) {
    const { size: k } = triangleOf(layer);
    return [{ name: "R", role: "eigenvectors", shape: [(k * (k + 1)) / 2], content: layer.R }];
  },
  // Q is k×n where n ≥ m = k and m×k where k = n < m: m×n both times
  bases: ({ inputs, outputs, Q }) => [{ name: "Q", shape: [outputs, inputs], source: Q }],
});
