import { Random } from "@reciprocal/spectral";

/** Three clouds in the plane; by default seven samples more than two batches of 50. */
export function clouds(count = 107, seed = 1): { inputs: Float32Array; labels: Int32Array } {
  const random = new Random(seed);
  const labels = Int32Array.from({ length: count }, () => random.integer(3));
  const inputs = new Float32Array(count * 2);
  labels.forEach((label, i) => {
    inputs[2 * i] = random.normal([-1, 1, 0][label], 0.4);
    inputs[2 * i + 1] = random.normal([0, 0, 1.5][label], 0.4);
  });
  return { inputs, labels };
}
