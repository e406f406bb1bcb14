import { number, oneOf, options, type OptionTable } from "@reciprocal/guards";
import { deriveSeed } from "@reciprocal/spectral";
import { materialize } from "../matrix/materialize.js";
import { multiplyTransposed } from "../matrix/multiply-transposed.js";
import type { MatrixSource } from "../matrix/source.js";
import { type InitialValues, initialValues, makeInitialValues } from "./initial-values.js";
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

/** S-SVD: φ = U diag(s) Vᵀ with k = min(n, m), or what is left of such a φ (`madeAs`); U and V stay frozen. */
export interface SvdLayer extends ReciprocalMapping, MadeAs {
  readonly kind: "s-svd";
  /** m×k */
  readonly U: MatrixSource;
  /** length k */
  readonly s: Float32Array;
  /** n×k */
  readonly V: MatrixSource;
  /** Whether training changes λ_in, λ_out and s, and the bias. */
  readonly trainable: Trainable<"lambdaIn" | "lambdaOut" | "s">;
}

/**
 * S-SVD: φ = U diag(s) Vᵀ, from λ_in = 1, λ_out = 0, s = 1, and U and V with entries ~ N(0, deviation²). Published initial
 * values: λ_in = 0, λ_out = 1, s ~ U(0, 3), U and V ~ N(0, 0.04²).
 */
export interface SvdSpec extends ReciprocalSpec<"s"> {
  readonly kind: "s-svd";
  /** Where s starts; default 1, published `{ low: 0, high: 3 }`. */
  readonly s?: InitialValues;
  /**
   * Standard deviation of the entries of U and V; default that of unit variance, (v / k)^¼ for entries of φ of variance
   * v; published 0.04. They are not orthonormal, as in the publication.
   */
  readonly deviation?: number;
}

const specOptions = options(
  () =>
    ({
      kind: oneOf(["s-svd"]),
      ...reciprocalOptions("s"),
      s: initialValues().optional(),
      deviation: number({ above: 0 }).optional(),
    }) satisfies OptionTable<SvdSpec>,
);

export const svdKind = reciprocalKind<SvdLayer, SvdSpec>({
  code: 3,
  version: 1,
  settings: { madeAs: madeAsRule },
  check: checkMadeAs,
  fields: {
    U: { role: "basis", storage: "matrix", trains: false, shape: (size) => [size.outputs, innerSize(size)] },
    s: { role: "eigenvectors", storage: "vector", trains: true, shape: (size) => [innerSize(size)] },
    V: { role: "basis", storage: "matrix", trains: false, shape: (size) => [size.inputs, innerSize(size)] },
  },
  create(spec, creation, where) {
    const options = specOptions.read(where, spec);
    const { inputs, seed } = creation;
    const { units, start, trainable } = options;
    const k = Math.min(inputs, units);
    const isPublished = start === "published";
    const { s = isPublished ? { low: 0, high: 3 } : 1 } = options;
    // entries of U Vᵀ have the variance k deviation⁴
    const { deviation = isPublished ? 0.04 : Math.sqrt(Math.sqrt(unitVariance(creation) / k)) } = options;
    const basis = (name: "U" | "V", rows: number) => ({
      rows,
      columns: k,
      recipe: { kind: "normal" as const, seed: deriveSeed(seed, name), deviation },
    });
    return {
      kind: "s-svd",
      ...reciprocalStart(options, creation, { published: { lambdaIn: 0, lambdaOut: 1 } }),
      U: basis("U", units),
      s: makeInitialValues(s, { length: k, seed: deriveSeed(seed, "s") }),
      V: basis("V", inputs),
      trainable: { lambdaIn: true, lambdaOut: true, s: true, bias: true, ...trainable },
    };
  },
  phi({ inputs, outputs, U, s, V }) {
    const k = s.length;
    const scaled = Float64Array.from(materialize(U), (u, index) => u * s[index % k]!); // U diag(s)
    return multiplyTransposed(scaled, materialize(V), { rows: outputs, columns: inputs, inner: k });
  },
});

/**
 * An S-SVD layer for `createNetwork`.
 *
 * @param spec - the layer without its `kind`
 * @returns the layer with it
 *
 * @example
 * import { createNetwork, sSvd, summary } from "@reciprocal/network";
 *
 * console.log(summary(createNetwork({ inputShape: 784, layers: [sSvd({ units: 10 })] })).trainable);
 * // => 814
 */
export function sSvd(spec: Omit<SvdSpec, "kind">): SvdSpec {
  return { kind: "s-svd", ...spec };
}
