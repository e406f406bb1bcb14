/** Samples with what a network should answer: either classes or numbers. */
export type Samples = LabeledSamples | TargetedSamples;

/** Samples and the class of each. */
export interface LabeledSamples {
  /** count × inputs, every sample row-major; images as height, width, channels. */
  readonly inputs: Float32Array;
  /** Class of every sample, 0 … outputs − 1. */
  readonly labels: ArrayLike<number>;
  readonly targets?: undefined;
}

/** Samples and the numbers that a network should give for each. */
export interface TargetedSamples {
  /** count × inputs, every sample row-major; images as height, width, channels. */
  readonly inputs: Float32Array;
  /** count × outputs, row-major. */
  readonly targets: Float32Array;
  readonly labels?: undefined;
}

/**
 * `cross-entropy`: −Σ t ln p over the classes, for networks that end with a softmax.
 * `mean-squared-error`: (y − t)², its mean over the outputs. Both are means over the samples.
 */
export type Loss = "cross-entropy" | "mean-squared-error";
