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
  /** Fraction of these samples with the right answer; NaN for a network with one output. */
  readonly accuracy: number;
  /** After the epoch, on the validation samples, without penalties; absent if there are none. */
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  /** Learning rate of the last step. */
  readonly learningRate: number;
  readonly seconds: number;
}
