import { number, oneOf, options, type OptionTable } from "@reciprocal/guards";
import { deriveSeed, transpose } from "@reciprocal/spectral";
import { factorNormal, materialize } from "../matrix/materialize.js";
import { multiplyTransposed } from "../matrix/multiply-transposed.js";
import type { MatrixSource } from "../matrix/source.js";
import { packTriangle, triangleOf, unpackTriangle } from "../matrix/triangle.js";
import type { Trainable } from "./kind.js";
import {
  reciprocalKind,
  type ReciprocalMapping,
  reciprocalOptions,
  type ReciprocalSpec,
  reciprocalStart,
} from "./reciprocal.js";
import { unitVariance } from "./start.js";

/**
 * S-QR in the smaller orientation, k = min(n, m); Q stays frozen.
 * n ≥ m: φ = R Q, R k×k lower triangular, Q k×n with orthonormal rows.
 * n < m: φ = Q R, Q m×k with orthonormal columns, R k×k upper triangular.
 */
export interface QrLayer extends ReciprocalMapping {
  readonly kind: "s-qr";
  readonly Q: MatrixSource;
  /** The k(k+1)/2 numbers of the triangle, packed row by row. */
  readonly R: Float32Array;
  readonly trainable: Trainable<"lambdaIn" | "lambdaOut" | "R">;
}

/**
 * S-QR: φ = R Q (n ≥ m) or Q R (n < m), from the factors of an m×n matrix ~ N(0, deviation²), λ_in = 1 and λ_out = 0.
 * Published initial values: deviation 0.036; λ_in ~ U(−0.97, 0.97), λ_out ~ U(−0.13, 0.13) in the accuracy runs; 1 and 0 in the sparse runs.
 */
export interface QrSpec extends ReciprocalSpec<"R"> {
  readonly kind: "s-qr";
  /** Standard deviation of the entries of the matrix that is factored; default that of unit variance, published 0.036. */
  readonly deviation?: number;
}

const specOptions = options(
  () =>
    ({
      kind: oneOf(["s-qr"]),
      ...reciprocalOptions("R"),
      deviation: number({ above: 0 }).optional(),
    }) satisfies OptionTable<QrSpec>,
);

const published = { lambdaIn: { low: -0.97, high: 0.97 }, lambdaOut: { low: -0.13, high: 0.13 } };

export const qrKind = reciprocalKind<QrLayer, QrSpec>({
  code: 4,
  version: 1,
  fields: {
    // k×n if n ≥ m = k and m×k if k = n < m: m×n both times
    Q: { role: "basis", storage: "matrix", trains: false, shape: ({ inputs, outputs }) => [outputs, inputs] },
    R: {
      role: "eigenvectors",
      storage: "numbers",
      trains: true,
      shape(size) {
        const { size: k } = triangleOf(size);
        return [(k * (k + 1)) / 2];
      },
      packed: (size) => triangleOf(size).side,
    },
  },
  create(spec, creation, where) {
    const options = specOptions.read(where, spec);
    const { inputs, seed } = creation;
    const { units, start, trainable } = options;
    const { deviation = start === "published" ? 0.036 : Math.sqrt(unitVariance(creation)) } = options;
    const Q = {
      rows: units,
      columns: inputs,
      recipe: { kind: "q-of-normal" as const, seed: deriveSeed(seed, "Q"), deviation },
    };
    const { k, R } = factorNormal(Q);
    // A square matrix is factored as Q R with R upper, while the layer needs R Q with R lower. Q is uniform among the
    // orthogonal matrices and independent of R, so Rᵀ Q is a matrix ~ N(0, deviation²) as good as Q R.
    const factor = inputs === units ? transpose(R, k, k) : R;
    return {
      kind: "s-qr",
      ...reciprocalStart(options, creation, { published }),
      Q,
      R: Float32Array.from(packTriangle(factor, k, triangleOf({ inputs, outputs: units }).side)),
      trainable: { lambdaIn: true, lambdaOut: true, R: true, bias: true, ...trainable },
    };
  },
  phi({ inputs, outputs, Q, R }) {
    const { size: k, side } = triangleOf({ inputs, outputs });
    const full = unpackTriangle(R, k, side);
    // a lower R stands left of Q
    const [left, right] = side === "lower" ? [full, materialize(Q)] : [materialize(Q), full];
    return multiplyTransposed(left, transpose(right, k, inputs), {
      rows: outputs,
      columns: inputs,
      inner: k,
    });
  },
});

/** An S-QR layer for `createNetwork`. */
export function sQr(spec: Omit<QrSpec, "kind">): QrSpec {
  return { kind: "s-qr", ...spec };
}
