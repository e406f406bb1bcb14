import { Random, randomPermutation } from "@reciprocal/spectral";
import type { Rows } from "../gather-rows.js";

/** Rows with random labels: training never ends on them, and every engine sees the same. */
export interface SpeedData extends Rows {
  readonly rows: number;
  /** All rows once, in shuffled order, cut into batches of equal size; a rest that fills no batch is left out. */
  readonly batches: readonly Int32Array[];
}

export interface SpeedDataOptions {
  /** Enough that batches come from memory, not from a cache: 20,000 rows of 784 are 63 MB. Default 20,000. */
  rows?: number;
  classes?: number;
  batchSize?: number;
  seed?: number;
}

/** Makes seeded data for speed measurements, inputs uniform in [0, 1); equal options give equal bits. */
export function makeSpeedData(
  features: number,
  { rows = 20_000, classes = 10, batchSize = 200, seed = 0 }: SpeedDataOptions = {},
): SpeedData {
  const random = new Random(seed);
  const inputs = new Float32Array(rows * features);
  for (let i = 0; i < inputs.length; i++) inputs[i] = random.uniform();
  const labels = Int32Array.from({ length: rows }, () => random.integer(classes));
  const order = Int32Array.from(randomPermutation(rows, { seed: seed + 1 }));
  const batches = Array.from({ length: Math.floor(rows / batchSize) }, (_, i) =>
    order.subarray(i * batchSize, (i + 1) * batchSize),
  );
  return { inputs, labels, rows, features, classes, batches };
}
