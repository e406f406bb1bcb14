/** The method that was chosen, and the dense network beside it. */
export type Side = "chosen" | "dense";

/** After an epoch of one of the two networks. */
export interface EpochReport {
  readonly side: Side;
  readonly epoch: number;
  /** Mean over the epoch's batches. */
  readonly loss: number;
  /** On the test images. */
  readonly accuracy: number;
  readonly trained: number;
  /** Time of the steps, without evaluation. */
  readonly seconds: number;
  readonly spectra: Spectra | undefined;
}

/** Of the first layer; a network in direct space has none. */
export interface Spectra {
  readonly lambdaIn: Float32Array;
  readonly lambdaOut: Float32Array;
  /** Of the inputs as a picture. */
  readonly shape: readonly [rows: number, columns: number];
}

/** A network as it is now. */
export interface State {
  /** Kind of the first layer. */
  readonly method: string;
  readonly accuracy: number;
  readonly hiddenNodes: number;
  /** Of the compact file. */
  readonly bytes: number;
  /** For all test images, by a network that is compiled and has run before; the minimum of three runs. */
  readonly milliseconds: number;
}

/** Of the networks that exist. */
export type States = Partial<Record<Side, State>>;

/** The data that a visitor brought. */
export interface DataReport {
  readonly name: string;
  readonly train: number;
  readonly test: number;
}

/** A network that came from a file or a link. */
export interface Opened {
  readonly engine: string;
  readonly state: State;
  readonly spectra: Spectra | undefined;
}
