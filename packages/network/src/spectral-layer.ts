import { deriveSeed } from "@reciprocal/spectral";
import { materialize } from "./materialize.js";
import type { SpectralLayer } from "./network.js";
import { reciprocalFields, reciprocalKind, type ReciprocalSpec } from "./reciprocal-kind.js";

/** Spectral layer with a random φ, whose entries stay frozen unless `trainPhi` says otherwise. */
export interface SpectralSpec extends ReciprocalSpec {
  readonly kind: "spectral";
  /**
   * `two` (default): λ_in and λ_out train, from U(−0.97, 0.97) and U(−0.13, 0.13) (arXiv:2106.09021, companion code).
   * `one`: only λ_out trains, from U(−0.5, 0.5) (Nat. Commun. 12, 1330, companion code), and λ_in stays at 0, so that
   * w_ij = −λ_out_i φ_ij.
   */
  readonly eigenvalues?: "two" | "one";
  /**
   * How φ is made; default `{ kind: "svd-product", deviation: 0.04, maximum: 3 }`: U diag(s) Vᵀ with U, V ~ N(0, 0.04²)
   * and s ~ U(0, 3), as published. `normal`: every entry ~ N(0, deviation²).
   */
  readonly phi?:
    | { readonly kind: "svd-product"; readonly deviation: number; readonly maximum: number }
    | { readonly kind: "normal"; readonly deviation: number };
  /** Train φ too, as n·m free numbers; default false. */
  readonly trainPhi?: boolean;
}

const defaults = {
  two: { lambdaIn: { low: -0.97, high: 0.97 }, lambdaOut: { low: -0.13, high: 0.13 } },
  one: { lambdaIn: 0, lambdaOut: { low: -0.5, high: 0.5 } },
};

export const spectralKind = reciprocalKind<SpectralLayer, SpectralSpec>({
  options: ["eigenvalues", "phi", "trainPhi"],
  create(spec, inputs, seed, where) {
    const {
      eigenvalues = "two",
      phi = { kind: "svd-product", deviation: 0.04, maximum: 3 },
      trainPhi = false,
    } = spec;
    if (!Object.hasOwn(defaults, eigenvalues)) {
      throw new TypeError(`${where}: eigenvalues must be "two" or "one", got ${String(eigenvalues)}`);
    }
    return {
      kind: "spectral",
      ...reciprocalFields(where, spec, { inputs, seed, defaults: defaults[eigenvalues] }),
      phi: { rows: spec.units, columns: inputs, recipe: { ...phi, seed: deriveSeed(seed, "phi") } },
      trainable: { lambdaIn: eigenvalues === "two", lambdaOut: true, phi: trainPhi, bias: true },
    };
  },
  phi: (layer) => Float64Array.from(materialize(layer.phi)),
  groups: ({ inputs, outputs, phi }) => [
    { name: "phi", role: "eigenvectors", shape: [outputs, inputs], content: phi },
  ],
  bases: () => [],
});
