import { number, oneOf, options, type OptionTable, type Rule, ruleOf } from "@reciprocal/guards";
import { deriveSeed } from "@reciprocal/spectral";
import { materialize } from "../matrix/materialize.js";
import type { MatrixSource } from "../matrix/source.js";
import type { Trainable } from "./kind.js";
import {
  reciprocalKind,
  type ReciprocalMapping,
  reciprocalOptions,
  type ReciprocalSpec,
  reciprocalStart,
} from "./reciprocal.js";
import { type Creation, unitVariance } from "./start.js";

/** Reciprocal space: w_ij = (λ_in_j − λ_out_i) φ_ij. */
export interface SpectralLayer extends ReciprocalMapping {
  readonly kind: "spectral";
  /** φ, m×n */
  readonly phi: MatrixSource;
  /** Whether training changes λ_in, λ_out and φ, and the bias. */
  readonly trainable: Trainable<"lambdaIn" | "lambdaOut" | "phi">;
}

/** Spectral layer with a random φ, whose entries stay frozen unless `trainable: { phi: true }` is given. */
export interface SpectralSpec extends ReciprocalSpec<"phi"> {
  readonly kind: "spectral";
  /**
   * `two` (default): λ_in and λ_out train, from 1 and 0; published from U(−0.97, 0.97) and U(−0.13, 0.13)
   * (arXiv:2106.09021, companion code). `one`: only λ_out trains, from 1; published from U(−0.5, 0.5) (Nat. Commun. 12,
   * 1330, companion code); λ_in stays at 0, so that w_ij = −λ_out_i φ_ij.
   */
  readonly eigenvalues?: "two" | "one";
  /**
   * How φ is made. `normal`: every entry ~ N(0, deviation²); the default, with the deviation of unit variance.
   * `svd-product`: U diag(s) Vᵀ with U, V ~ N(0, deviation²) and s ~ U(0, maximum); published with 0.04 and 3.
   */
  readonly phi?: RandomPhi;
}

/** How a random φ is made; its seed comes from that of the network. */
export type RandomPhi =
  | { readonly kind: "svd-product"; readonly deviation: number; readonly maximum: number }
  | { readonly kind: "normal"; readonly deviation: number };

const published = {
  two: { lambdaIn: { low: -0.97, high: 0.97 }, lambdaOut: { low: -0.13, high: 0.13 } },
  one: { lambdaIn: 0, lambdaOut: { low: -0.5, high: 0.5 } },
};

const specOptions = options(
  () =>
    ({
      kind: oneOf(["spectral"]),
      ...reciprocalOptions("phi"),
      eigenvalues: oneOf(["two", "one"]).default("two"),
      phi: randomPhi().optional(),
    }) satisfies OptionTable<SpectralSpec>,
);

const productOptions = options(() => ({
  kind: oneOf(["svd-product"]),
  deviation: number({ above: 0 }),
  maximum: number({ above: 0 }),
}));

const normalOptions = options(() => ({
  kind: oneOf(["svd-product", "normal"]),
  deviation: number({ above: 0 }),
}));

function randomPhi(): Rule<RandomPhi> {
  return ruleOf("a recipe", (where, name, value) => {
    const isProduct = (value as { kind?: unknown } | null)?.kind === "svd-product";
    const { rule } = isProduct ? productOptions : normalOptions;
    return rule.read(where, name, value) as RandomPhi;
  });
}

const publishedPhi: RandomPhi = { kind: "svd-product", deviation: 0.04, maximum: 3 };

/** With one set w = −λ_out φ, which is as good a start as w = φ. */
const unit = { two: { lambdaIn: 1, lambdaOut: 0 }, one: { lambdaIn: 0, lambdaOut: 1 } };

export const spectralKind = reciprocalKind<SpectralLayer, SpectralSpec>({
  code: 2,
  version: 1,
  fields: {
    phi: {
      role: "eigenvectors",
      storage: "matrix",
      trains: true,
      shape: ({ inputs, outputs }) => [outputs, inputs],
    },
  },
  create(spec, creation, where) {
    const options = specOptions.read(where, spec);
    const { inputs, seed } = creation;
    const { units, start, eigenvalues, trainable } = options;
    const { phi = start === "published" ? publishedPhi : unitPhi(creation) } = options;
    return {
      kind: "spectral",
      ...reciprocalStart(options, creation, { published: published[eigenvalues], unit: unit[eigenvalues] }),
      phi: { rows: units, columns: inputs, recipe: { ...phi, seed: deriveSeed(seed, "phi") } },
      trainable: { lambdaIn: eigenvalues === "two", lambdaOut: true, phi: false, bias: true, ...trainable },
    };
  },
  phi: (layer) => Float64Array.from(materialize(layer.phi)),
});

const unitPhi = (creation: Creation): RandomPhi => ({
  kind: "normal",
  deviation: Math.sqrt(unitVariance(creation)),
});

/**
 * A spectral layer for `createNetwork`.
 *
 * @param spec - the layer without its `kind`
 * @returns the layer with it
 *
 * @example
 * import { createNetwork, spectral, summary } from "@reciprocal/network";
 *
 * console.log(summary(createNetwork({ inputShape: 784, layers: [spectral({ units: 10 })] })).trainable);
 * // => 804
 */
export function spectral(spec: Omit<SpectralSpec, "kind">): SpectralSpec {
  return { kind: "spectral", ...spec };
}
