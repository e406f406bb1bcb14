/** Samples in plain arrays: sample i is `inputs.subarray(i * features, (i + 1) * features)`. */
export interface SampleSet {
  /** Short name for messages and results, such as `mnist/train`. */
  readonly name: string;
  /** count × features, row-major; pixels scaled to 0…1. */
  readonly inputs: Float32Array;
  readonly count: number;
  /** Numbers per sample, the product of `shape`. */
  readonly features: number;
  /** Shape of one sample: [height, width, channels] for images, such as [28, 28, 1] for gray ones, [4] for table rows. */
  readonly shape: readonly number[];
  /** What each of the features is, if the source names them. */
  readonly featureNames?: readonly string[];
  /** The words of each column of words, in the order of their features; for `categories` of further files. */
  readonly categories?: Readonly<Record<string, readonly string[]>>;
}

/** Samples of which each belongs to a class. */
export interface Dataset extends SampleSet {
  /** Class of each sample, 0 … classes − 1; length count. */
  readonly labels: Int32Array;
  readonly classes: number;
  /** What each class is called, if the source names them. */
  readonly classNames?: readonly string[];
}

/** Samples with numbers to predict. */
export interface RegressionDataset extends SampleSet {
  /** count × outputs, row-major. */
  readonly targets: Float32Array;
  /** Numbers to predict per sample. */
  readonly outputs: number;
  readonly targetNames: readonly string[];
}

/** A data set in the two parts in which it was published or made. */
export interface TrainTest {
  readonly train: Dataset;
  readonly test: Dataset;
}
