import type { Shape } from "./shape.js";

/**
 * The numbers of samples, count × inputs, every sample row-major; images as height, width, channels. A byte stands for
 * byte / 255, rounded to float32: the same as a Float32Array of these fractions in a quarter of the memory. It becomes a
 * float where it is used, a batch at a time.
 */
export type Inputs = Float32Array | Uint8Array;

/** Samples with what a network should answer: either classes or numbers. */
export type Samples = LabeledSamples | TargetedSamples;

/** What all samples have. */
export interface WeightedInputs {
  /** count × the numbers of a sample, row-major; a byte b of a Uint8Array stands for b / 255. */
  readonly inputs: Inputs;
  /**
   * What every sample counts in the loss, from 0. A loss is the sum of weight × loss over the number of samples, so
   * weights whose mean is 1 leave the learning rate as it is. Default: 1 each.
   */
  readonly weights?: Float32Array | undefined;
}

/** Samples and the class of each. */
export interface LabeledSamples extends WeightedInputs {
  /** Class of every sample, 0 … outputs − 1; for a network with one output 0 or 1, which is what it should give. */
  readonly labels: ArrayLike<number>;
  readonly targets?: undefined;
}

/** Samples and the numbers that a network should give for each. */
export interface TargetedSamples extends WeightedInputs {
  /** count × outputs, row-major. */
  readonly targets: Float32Array;
  readonly labels?: undefined;
}

/** A copy of a batch, to be changed in place. */
export interface AugmentedBatch {
  /** How many samples the batch has. */
  readonly count: number;
  /** Of one sample: `inputShape` of the network, [height, width, channels] for an image. */
  readonly shape: Shape;
  /** count × inputs, row-major; bytes are fractions already. */
  readonly inputs: Float32Array;
  /** count × outputs, row-major; a label is a row of one 1. */
  readonly targets: Float32Array;
}

/** Where training stands when a batch is changed. */
export interface AugmentMoment {
  /** Of its own for every step, derived from that of the training. Whatever is random must come from it. */
  readonly seed: number;
  /** From 1. */
  readonly epoch: number;
  /** In the epoch, from 1. */
  readonly step: number;
}

/** Changes a batch before a training step, in place: shifts, flips, noise. A promise is waited for. */
export type Augment = (batch: AugmentedBatch, moment: AugmentMoment) => void | Promise<void>;
