import { number, oneOf, options, type OptionTable } from "@reciprocal/guards";
import { deriveSeed, ShapeError, transpose } from "@reciprocal/spectral";
import { factorNormal, materialize } from "../matrix/materialize.js";
import { multiplyTransposed } from "../matrix/multiply-transposed.js";
import type { MatrixSource } from "../matrix/source.js";
import { packTriangle, triangleLength, triangleOf, unpackTriangle } from "../matrix/triangle.js";
import type { Trainable } from "./kind.js";
import { checkMadeAs, innerSize, type MadeAs, madeAsRule } from "./made-as.js";
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
 * Or what is left of such a φ (`madeAs`): as many rows of the left factor and columns of the right one as there are nodes.
 */
export interface QrLayer extends ReciprocalMapping, MadeAs {
  readonly kind: "s-qr";
  /** k×n if R is lower, m×k if it is upper. */
  readonly Q: MatrixSource;
  /**
   * Of a layer with `madeAs`: 1 for each row of a lower R, or column of an upper one, that is there, k of them; absent if all
   * are.
   */
  readonly lines?: Uint8Array;
  /** The k(k+1)/2 numbers of the triangle, or those of its `lines`, packed row by row. */
  readonly R: Float32Array;
  /** Whether training changes λ_in, λ_out and R, and the bias. */
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
  settings: {
    madeAs: madeAsRule,
    lines: { storage: "bits", shape: (size) => [innerSize(size)] },
  },
  check(where, settings) {
    checkMadeAs(where, settings);
    const { inputs, outputs, madeAs, lines } = settings;
    if (!madeAs && lines)
      throw new TypeError(`${where}: lines are for a layer with madeAs, got them without it`);
    const { size, side } = triangleOf(settings);
    const [needed, nodes] = side === "lower" ? [outputs, "rows"] : [inputs, "columns"];
    const found = lines ? lines.reduce((sum, isThere) => sum + isThere, 0) : size;
    if (found === needed) return;
    throw new ShapeError(`${where}: R must have ${needed} ${nodes}, one per node, got ${found}`);
  },
  fields: {
    Q: {
      role: "basis",
      storage: "matrix",
      trains: false,
      shape(settings) {
        const { size, side } = triangleOf(settings);
        return side === "lower" ? [size, settings.inputs] : [settings.outputs, size];
      },
    },
    R: {
      role: "eigenvectors",
      storage: "numbers",
      trains: true,
      shape: (size) => [triangleLength(triangleOf(size))],
      packed: triangleOf,
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
  phi(layer) {
    const { inputs, outputs, Q, R } = layer;
    const { size: k, side, lines } = triangleOf(layer);
    const full = unpackTriangle(R, k, side, lines);
    // a lower R stands left of Q
    const [left, right] = side === "lower" ? [full, materialize(Q)] : [materialize(Q), full];
    return multiplyTransposed(left, transpose(right, k, inputs), {
      rows: outputs,
      columns: inputs,
      inner: k,
    });
  },
});

/**
 * An S-QR layer for `createNetwork`.
 *
 * @param spec - the layer without its `kind`
 * @returns the layer with it
 *
 * @example
 * import { createNetwork, sQr, summary } from "@reciprocal/network";
 *
 * console.log(summary(createNetwork({ inputShape: 784, layers: [sQr({ units: 10 })] })).trainable);
 * // => 859
 */
export function sQr(spec: Omit<QrSpec, "kind">): QrSpec {
  return { kind: "s-qr", ...spec };
}
