import { oneOf } from "@reciprocal/guards";
import { randomUniform } from "@reciprocal/spectral";
import type { ActivationFunction } from "../activation.js";
import { applyActivation } from "../apply-activation.js";

/**
 * How the numbers of a layer start.
 *
 * `unit-variance`: whatever n and m, z = w x + b has about unit variance if x has unit second moment, and so has what
 * follows: the entries of w have the variance 1 / (n E[x²]). λ_in = 1 and λ_out = 0, so that w = φ. Hidden layers with
 * eigenvalues start with biases from U(−1, 1): as φ does not train, they spread the bends of the activations.
 *
 * `published`: as in the publication of the kind, each kind says how; made for layers of hundreds of nodes, and too small
 * to learn in layers of ten.
 */
export const starts = ["unit-variance", "published"] as const;

/** One of `starts`. */
export type Start = (typeof starts)[number];

export const startRule = () => oneOf(starts);

/** What a layer is made from, besides its spec. */
export interface Creation {
  /** n */
  readonly inputs: number;
  /** Every group of numbers draws from its own stream, derived from this. */
  readonly seed: number;
  /** The activation whose outputs arrive; linear for samples, which count as standardized. */
  readonly arriving: ActivationFunction;
  /** Whether an activation and other layers follow. */
  readonly isHidden: boolean;
}

/** The variance of entries of w with which z has unit variance: 1 / (n E[x²]). */
export function unitVariance({ inputs, arriving }: Creation): number {
  return 1 / (inputs * secondMoment(arriving, inputs));
}

const steps = 4096;
const widest = 8;
/** Moments are multiples of this part, so that the last bits of tanh and exp, which are the platform's, decide nothing. */
const parts = 256;

/** E[a(z)²] of an activation for z ~ N(0, 1), to 1/256; of a softmax over n nodes about 1 / n². */
function secondMoment(arriving: ActivationFunction, nodes: number): number {
  return arriving.activation === "softmax" ? 1 / nodes ** 2 : Math.round(parts * integrate(arriving)) / parts;
}

/** ∫ a(z)² p(z) dz with p of N(0, 1), by sums over equal steps. */
function integrate(activation: ActivationFunction): number {
  const z = Float64Array.from({ length: steps + 1 }, (_, i) => widest * ((2 * i) / steps - 1));
  const a = applyActivation(activation, z, z.length);
  let sum = 0;
  let weights = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = Math.exp(-(z[i]! ** 2) / 2);
    sum += weight * a[i]! ** 2;
    weights += weight;
  }
  return sum / weights;
}

/** The biases of a layer with eigenvalues. */
export function startingBias(
  length: number,
  { start, seed, isHidden }: { readonly start: Start; readonly seed: number; readonly isHidden: boolean },
): Float32Array {
  if (start === "published" || !isHidden) return new Float32Array(length);
  return Float32Array.from(randomUniform(length, { seed, low: -1, high: 1 }));
}
