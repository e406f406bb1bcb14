/** One pass over the training samples. */
export interface EpochReport {
  /** 1 for the first. */
  readonly epoch: number;
  /** Epochs asked for. */
  readonly epochs: number;
  /** Steps in this epoch. */
  readonly steps: number;
  /** Mean loss over the epoch's batches as they came, each before its update, penalties included. */
  readonly loss: number;
  /** Fraction of the answers to these samples that are right; absent where `StepResult.correct` is. */
  readonly accuracy?: number;
  /**
   * After the epoch, on the validation samples; absent if there are none. Without penalties, and without what is in
   * training only: dropout, smoothed labels, weights of classes.
   */
  readonly validationLoss?: number;
  /** Fraction of the answers to the validation samples that are right; absent where there is no accuracy. */
  readonly validationAccuracy?: number;
  /** Learning rate of the last step. */
  readonly learningRate: number;
  /** How long the epoch took, validation included. */
  readonly seconds: number;
}

/** One step. */
export interface StepReport {
  /** 1 for the first. */
  readonly epoch: number;
  /** Epochs asked for. */
  readonly epochs: number;
  /** In the epoch, 1 for the first. */
  readonly step: number;
  /** Steps in this epoch. */
  readonly steps: number;
  /** Samples in the batch. */
  readonly samples: number;
  /** Mean loss over the batch, before the update, penalties included. */
  readonly loss: number;
  /** Fraction of the answers that were right; absent where `StepResult.correct` is. */
  readonly accuracy?: number;
  /** The highest of a group that trains, as it was in this step. */
  readonly learningRate: number;
  /** Since the epoch began. */
  readonly seconds: number;
}
