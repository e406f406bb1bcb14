import type { CheckedSamples } from "@reciprocal/network";

/** Numbers per sample. */
export interface Sizes {
  readonly inputs: number;
  readonly outputs: number;
}

/** The samples from `start` up to `end`, without a copy of the numbers. */
export function samplesPart(
  { inputs, labels, targets, weights }: CheckedSamples,
  [start, end]: readonly [start: number, end: number],
  sizes: Sizes,
): CheckedSamples {
  return {
    count: end - start,
    inputs: inputs.subarray(start * sizes.inputs, end * sizes.inputs),
    ...(labels && { labels: labels.subarray(start, end) }),
    ...(targets && { targets: targets.subarray(start * sizes.outputs, end * sizes.outputs) }),
    ...(weights && { weights: weights.subarray(start, end) }),
  };
}

/** Writes what the network should answer to a sample into row `at` of a batch. A label becomes a row of one 1. */
export function writeTarget(
  { labels, targets }: CheckedSamples,
  sample: number,
  { into, at, outputs }: { readonly into: Float32Array; readonly at: number; readonly outputs: number },
): void {
  if (targets) {
    into.set(targets.subarray(sample * outputs, (sample + 1) * outputs), at * outputs);
    return;
  }
  const label = labels![sample]!;
  if (outputs === 1) {
    into[at] = label;
    return;
  }
  into.fill(0, at * outputs, (at + 1) * outputs);
  into[at * outputs + label] = 1;
}
