import {
  layerKernel,
  materialize,
  packTriangle,
  phiValues,
  triangleOf,
  unpackTriangle,
  type Layer,
  type MatrixSource,
  type QrLayer,
  type ReciprocalLayer,
  type SvdLayer,
} from "@reciprocal/network";
import { nonZeroWeights } from "./non-zero-weights.js";
import { openLines } from "./open-lines.js";

/** Which rows and columns of a matrix are there. */
interface Lines {
  readonly rows: Uint8Array;
  readonly columns: Uint8Array;
}

/** The layer with the zeros of its masks in its stored numbers, and without the masks. */
export function bakeLayer(layer: Layer): Layer {
  if (layer.kind === "activation") return layer;
  const { mask, sparsity = 0, ...bare } = layer;
  if (!mask && sparsity === 0) return layer;
  if (bare.kind === "dense") return { ...bare, kernel: Float32Array.from(layerKernel(layer)) };
  const kept = sparsity === 0 && mask ? mask : nonZeroWeights(layer);
  if (bare.kind === "spectral") return { ...bare, phi: maskedPhi(bare, kept) };
  const lines = wholeLines(kept, bare);
  if (!lines) return asSpectral(bare, kept);
  return bare.kind === "s-svd" ? bakeSvd(bare, lines) : bakeQr(bare, lines);
}

/** φ with zeros where nothing is kept. */
function maskedPhi(layer: ReciprocalLayer, kept: Uint8Array): MatrixSource {
  const values = Float32Array.from(phiValues(layer), (phi, i) => (kept[i] ? phi : 0));
  return { rows: layer.outputs, columns: layer.inputs, values };
}

/** No product of the layer's frozen factors has zeros in single places, so φ itself is stored. */
function asSpectral(layer: SvdLayer | QrLayer, kept: Uint8Array): Layer {
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

function bakeSvd(layer: SvdLayer, { rows, columns }: Lines): SvdLayer {
  const k = layer.s.length;
  const U = zeroed(layer.U, (i) => rows[Math.floor(i / k)]!);
  const V = zeroed(layer.V, (i) => columns[Math.floor(i / k)]!);
  return { ...layer, U, V };
}

/** φ = R Q where R is lower, Q R where it is upper: the rows of φ are those of the left factor. */
function bakeQr(layer: QrLayer, { rows, columns }: Lines): QrLayer {
  const { size: k, side } = triangleOf(layer);
  const isLeft = side === "lower";
  const full = unpackTriangle(layer.R, k, side).map((value, i) =>
    (isLeft ? rows[Math.floor(i / k)] : columns[i % k]) ? value : 0,
  );
  const Q = zeroed(layer.Q, (i) => (isLeft ? columns[i % layer.inputs]! : rows[Math.floor(i / k)]!));
  return { ...layer, Q, R: Float32Array.from(packTriangle(full, k, side)) };
}

/** The same source where nothing of it goes: a recipe stays one. */
function zeroed(source: MatrixSource, isKept: (index: number) => number): MatrixSource {
  const values = materialize(source).map((value, i) => (isKept(i) ? value : 0));
  if (values.every((_, i) => isKept(i))) return source;
  return { rows: source.rows, columns: source.columns, values };
}

/** The rows and columns that are there where all else is hidden as whole rows and columns; undefined where it is not. */
function wholeLines(
  kept: Uint8Array,
  { inputs, outputs }: { inputs: number; outputs: number },
): Lines | undefined {
  const { rows, columns } = openLines(kept, { inputs, outputs });
  const isWhole = kept.every((value, i) => value === rows[Math.floor(i / inputs)]! * columns[i % inputs]!);
  return isWhole ? { rows, columns } : undefined;
}
