/** One engine training one network by one method: what `bench speed` times. */
export interface SpeedSubject<Method extends string = SpeedMethod> {
  /** Such as `pytorch`; subjects of one engine share the name. */
  readonly engine: string;
  readonly method: Method;
  /** Builds the network with its initial values and a new optimizer; forgets what was trained before. */
  prepare(): Promise<void>;
  /** Not timed: takes note of the rows of the next steps, one array of row numbers per batch. */
  stage(batches: readonly Int32Array[]): Promise<void>;
  /** Timed: one training step per staged batch. Returns the loss of the last one (`fit` of TensorFlow.js: their mean). */
  steps(): Promise<number>;
  dispose(): Promise<void>;
}

export type SpeedMethod = "dense" | "spectral";
