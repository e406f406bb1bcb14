/** The numbers of samples. A byte stands for byte / 255, rounded to float32, in a quarter of the memory. */
export type SampleInputs = Float32Array | Uint8Array;

/** Samples in plain arrays: sample i is `inputs.subarray(i * features, (i + 1) * features)`. */
export interface SampleSet<Inputs extends SampleInputs = Float32Array> {
  /** Short name for messages and results, such as `mnist/train`. */
  readonly name: string;
  /** count × features, row-major; pixels scaled to 0…1, or bytes that stand for it. */
  readonly inputs: Inputs;
  /** How many samples there are. */
  readonly count: number;
  /** Numbers per sample, the product of `shape`. */
  readonly features: number;
  /** Shape of one sample: [height, width, channels] for images, such as [28, 28, 1] for gray ones, [4] for table rows. */
  readonly shape: readonly number[];
  /** What every sample counts in the loss; length count. Default: 1 each. */
  readonly weights?: Float32Array | undefined;
  /** What each of the features is, if the source names them. */
  readonly featureNames?: readonly string[];
  /** The words of each column of words, in the order of their features; for `categories` of further files. */
  readonly categories?: Readonly<Record<string, readonly string[]>>;
}

/** Samples of which each belongs to a class. */
export interface Dataset<Inputs extends SampleInputs = Float32Array> extends SampleSet<Inputs> {
  /** Class of each sample, 0 … classes − 1; length count. */
  readonly labels: Int32Array;
  /** How many classes there are; a class may have no sample. */
  readonly classes: number;
  /** What each class is called, if the source names them. */
  readonly classNames?: readonly string[];
}

/** Samples with numbers to predict. */
export interface RegressionDataset<Inputs extends SampleInputs = Float32Array> extends SampleSet<Inputs> {
  /** count × outputs, row-major. */
  readonly targets: Float32Array;
  /** Numbers to predict per sample. */
  readonly outputs: number;
  /** What each of the numbers to predict is, in the order of `targets`. */
  readonly targetNames: readonly string[];
}

/** Samples of either kind, as the functions take them that divide and order samples. */
export type AnyDataset = Dataset<SampleInputs> | RegressionDataset<SampleInputs>;

/** A data set in the two parts in which it was published or made. */
export interface TrainTest<Inputs extends SampleInputs = Float32Array> {
  /** The samples to learn from. */
  readonly train: Dataset<Inputs>;
  /** The samples to measure on; no training sees them. */
  readonly test: Dataset<Inputs>;
}
