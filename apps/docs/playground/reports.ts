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
  /** The chosen network as a compact file. */
  readonly bytes?: Uint8Array;
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

/** The networks after nodes were removed. */
export interface Pruned {
  readonly states: States;
  /** The chosen network as a compact file, if there is one. */
  readonly bytes: Uint8Array | undefined;
}
