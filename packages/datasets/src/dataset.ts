/** Labelled samples in plain arrays: sample i is `inputs.subarray(i * features, (i + 1) * features)`. */
export interface Dataset {
  /** Short name for messages and results, such as `mnist/train`. */
  readonly name: string;
  /** count × features, row-major, pixels scaled to 0…1. */
  readonly inputs: Float32Array;
  /** Class of each sample, 0 … classes − 1; length count. */
  readonly labels: Int32Array;
  readonly count: number;
  /** Numbers per sample, the product of `shape`. */
  readonly features: number;
  /** Shape of one sample: [28, 28] for grey images, [3, 32, 32] for colour (planes first). */
  readonly shape: readonly number[];
  readonly classes: number;
}

export interface TrainTest {
  readonly train: Dataset;
  readonly test: Dataset;
}
