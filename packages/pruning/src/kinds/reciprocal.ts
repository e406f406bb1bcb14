import {
  type MatrixSource,
  materialize,
  phiValues,
  type ReciprocalLayer,
  type SpectralLayer,
} from "@reciprocal/network";
import { openLines } from "../open-lines.js";
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

/** Which rows and columns of a matrix are there. */
export interface Lines {
  readonly rows: Uint8Array;
  readonly columns: Uint8Array;
}

/** The rows and columns that stay if all zeros of `kept` make up whole rows and columns, else undefined. */
export function wholeLines(
  kept: Uint8Array,
  { inputs, outputs }: { readonly inputs: number; readonly outputs: number },
): Lines | undefined {
  const { rows, columns } = openLines(kept, { inputs, outputs });
  const isWhole = kept.every((value, i) => value === rows[Math.floor(i / inputs)]! * columns[i % inputs]!);
  return isWhole ? { rows, columns } : undefined;
}

/** The source with zeros in place of what goes; the same source, which may be a recipe, if nothing goes. */
export function zeroed(source: MatrixSource, isKept: (index: number) => number): MatrixSource {
  const values = materialize(source).map((value, i) => (isKept(i) ? value : 0));
  if (values.every((_, i) => isKept(i))) return source;
  return { rows: source.rows, columns: source.columns, values };
}
