import type { DenseLayer, Layer } from "@reciprocal/network";

/** What a layer does to every number of a sample by itself, x ↦ scale · x + shift, in row-major order. */
export interface Affine {
  /** How errors call the layer; of several the first. */
  readonly where: string;
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

/** Both, one after the other. */
export function composed(first: Affine, { scale, shift }: Affine): Affine {
  return {
    where: first.where,
    scale: first.scale.map((value, i) => value * scale[i]!),
    shift: first.shift.map((value, i) => value * scale[i]! + shift[i]!),
  };
}

export function isIdentity({ scale, shift }: Affine): boolean {
  return scale.every((value) => value === 1) && shift.every((value) => value === 0);
}

/** Whether kernel and bias say all that a layer computes: a dynamic mask, say, would hide others of scaled weights. */
export function canTakeUp(layer: Layer | undefined): layer is DenseLayer {
  return layer?.kind === "dense" && !layer.sparsity;
}

/** The layer, and what is done to its results: w_ij becomes scale_i w_ij, in float64 and rounded once. */
export function withAffineAfter(layer: DenseLayer, { scale, shift }: Affine): DenseLayer {
  const { inputs, outputs, kernel, bias } = layer;
  const moved = Float32Array.from({ length: outputs }, (_, i) => (bias?.[i] ?? 0) * scale[i]! + shift[i]!);
  return {
    ...layer,
    kernel: kernel.map((w, at) => w * scale[Math.floor(at / inputs)]!),
    ...((bias || shift.some((value) => value !== 0)) && { bias: moved }),
  };
}

/** What is done to its inputs, and the layer: w_ij becomes w_ij scale_j, and b_i becomes b_i + Σ_j w_ij shift_j. */
export function withAffineBefore(layer: DenseLayer, { scale, shift }: Affine): DenseLayer {
  const { inputs, outputs, kernel, bias } = layer;
  const moved = Float32Array.from({ length: outputs }, (_, i) => {
    let sum = bias?.[i] ?? 0;
    for (let j = 0; j < inputs; j++) sum += kernel[i * inputs + j]! * shift[j]!;
    return sum;
  });
  return {
    ...layer,
    kernel: kernel.map((w, at) => w * scale[at % inputs]!),
    ...((bias || shift.some((value) => value !== 0)) && { bias: moved }),
  };
}
