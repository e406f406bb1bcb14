import type { Dataset } from "../dataset.js";

/** Copies of the samples at `indices`, in that order. */
export function gatherSamples(
  { inputs, labels, features }: Dataset,
  indices: ArrayLike<number>,
): Pick<Dataset, "inputs" | "labels"> {
  const gathered = {
    inputs: new Float32Array(indices.length * features),
    labels: new Int32Array(indices.length),
  };
  for (let i = 0; i < indices.length; i++) {
    const sample = indices[i]!;
    gathered.inputs.set(inputs.subarray(sample * features, (sample + 1) * features), i * features);
    gathered.labels[i] = labels[sample]!;
  }
  return gathered;
}
