import { type SpectralLayer, submatrix } from "@reciprocal/network";
import type { PruningKind } from "./pruning-kind.js";
import { cutSpectra, maskedPhi } from "./reciprocal.js";

export const spectral: PruningKind<SpectralLayer> = {
  bake: (layer, kept) => ({ ...layer, phi: maskedPhi(layer, kept) }),
  cut: (layer, kept) => ({
    ...cutSpectra(layer, kept),
    phi: submatrix(layer.phi, { rowIndices: kept.rows, columnIndices: kept.columns }),
  }),
};
