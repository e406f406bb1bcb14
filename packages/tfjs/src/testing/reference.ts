import type { MappingLayer } from "@reciprocal/network";
import { magnitudeThreshold } from "@reciprocal/spectral";
import type { Mapping } from "../mapping/mapping.js";
import { type Numbers, numbersOf } from "./numbers-of.js";

/** A layer with tanh behind it, in float64 and straight from the definitions. */
export interface Reference {
  readonly kind: MappingLayer["kind"];
  readonly inputs: number;
  readonly outputs: number;
  /** 1 where a weight stays, 0 where it is masked, out × in. */
  readonly mask: ArrayLike<number>;
}

/** The reference of a built layer, with the mask that its numbers have now. */
export function referenceOf(layer: Mapping, inputs: number): Reference {
  const shape = { kind: layer.kind, inputs, outputs: layer.units };
  const kernel = referenceKernel({ ...shape, mask: [] }, numbersOf(layer, inputs));
  const threshold = magnitudeThreshold(kernel, layer.sparsity);
  return { ...shape, mask: kernel.map((w) => (Math.abs(Math.fround(w)) < threshold ? 0 : 1)) };
}

/** w, out × in, without the mask. */
export function referenceKernel({ kind, inputs: n, outputs: m }: Reference, numbers: Numbers): Float64Array {
  if (kind === "dense") return numbers["kernel"]!;
  const phi = referencePhi(kind, n, m, numbers);
  const [lambdaIn, lambdaOut] = [numbers["lambdaIn"]!, numbers["lambdaOut"]!];
  return phi.map((value, index) => (lambdaIn[index % n]! - lambdaOut[Math.floor(index / n)]!) * value);
}

/** Σ c ∘ tanh(x wᵀ + b) over the batch. */
export function referenceLoss(
  reference: Reference,
  numbers: Numbers,
  { x, c }: { x: ArrayLike<number>; c: ArrayLike<number> },
): number {
  const { inputs: n, outputs: m, mask } = reference;
  const kernel = referenceKernel(reference, numbers);
  let loss = 0;
  for (let b = 0; b < x.length / n; b++) {
    for (let i = 0; i < m; i++) {
      let z = numbers["bias"]?.[i] ?? 0;
      for (let j = 0; j < n; j++) z += x[b * n + j]! * kernel[i * n + j]! * mask[i * n + j]!;
      loss += c[b * m + i]! * Math.tanh(z);
    }
  }
  return loss;
}

/** (loss(p + h) − loss(p − h)) / 2h for the first numbers of one group, h = 1e-5. */
export function centralDifference(
  loss: (numbers: Numbers) => number,
  all: Numbers,
  name: string,
): Float64Array {
  const moved = (index: number, by: number) =>
    loss({ ...all, [name]: all[name]!.map((value, at) => (at === index ? value + by : value)) });
  // all numbers of the layer; of the input, whose samples do not meet, those of some samples
  return all[name]!.slice(0, 25).map((_, index) => (moved(index, 1e-5) - moved(index, -1e-5)) / 2e-5);
}

function referencePhi(kind: MappingLayer["kind"], n: number, m: number, numbers: Numbers): Float64Array {
  const k = Math.min(n, m);
  const entry = (i: number, j: number): number => {
    if (kind === "spectral") return numbers["phi"]![i * n + j]!;
    const { U, s, V, Q, R } = numbers;
    let sum = 0;
    for (let l = 0; l < k; l++) {
      if (kind === "s-svd") sum += U![i * k + l]! * s![l]! * V![j * k + l]!;
      // R Q with R lower (row i has i + 1 numbers) where n ≥ m, else Q R with R upper (row l has k − l)
      else if (n >= m) sum += l <= i ? R![(i * (i + 1)) / 2 + l]! * Q![l * n + j]! : 0;
      else sum += l <= j ? Q![i * k + l]! * R![l * k - (l * (l - 1)) / 2 + (j - l)]! : 0;
    }
    return sum;
  };
  return Float64Array.from({ length: n * m }, (_, index) => entry(Math.floor(index / n), index % n));
}
