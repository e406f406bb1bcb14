import { type MatrixSource, phiValues, type ReciprocalLayer, type SpectralLayer } from "@reciprocal/network";
import { pick, places } from "./kept.js";
import type { Kept } from "./pruning-kind.js";

/** The eigenvalues of what stays. */
export function cutSpectra(
  { lambdaIn, lambdaOut }: ReciprocalLayer,
  { rows, columns }: Kept,
): Pick<ReciprocalLayer, "lambdaIn" | "lambdaOut"> {
  return { lambdaIn: pick(lambdaIn, columns), lambdaOut: pick(lambdaOut, rows) };
}

/** What stays of φ, row-major. */
export function cutPhi(layer: ReciprocalLayer, kept: Kept): Float64Array {
  const phi = phiValues(layer);
  return Float64Array.from(places(kept, layer.inputs), (at) => phi[at]!);
}

/** φ with zeros wherever `kept` has them. */
export function maskedPhi(layer: ReciprocalLayer, kept: Uint8Array): MatrixSource {
  const values = Float32Array.from(phiValues(layer), (phi, i) => (kept[i] ? phi : 0));
  return { rows: layer.outputs, columns: layer.inputs, values };
}

/** A spectral layer with a stored, frozen φ: no product of frozen factors has zeros in single places. */
export function asSpectral(layer: ReciprocalLayer, kept: Uint8Array): SpectralLayer {
  const { inputs, outputs, bias, lambdaIn, lambdaOut, trainable } = layer;
  return {
    kind: "spectral",
    inputs,
    outputs,
    ...(bias && { bias }),
    lambdaIn,
    lambdaOut,
    phi: maskedPhi(layer, kept),
    trainable: {
      lambdaIn: trainable.lambdaIn,
      lambdaOut: trainable.lambdaOut,
      phi: false,
      bias: trainable.bias,
    },
  };
}
