/** How far a file has come that a run needs. */
export interface FetchProgress {
  readonly file: string;
  readonly url: string;
  readonly receivedBytes: number;
  /** 0 if the sender did not say. */
  readonly totalBytes: number;
}

/** Where a run is. */
export interface EpochProgress {
  /** The one that has just ended, from 1. */
  readonly epoch: number;
  readonly validationAccuracy?: number;
}
