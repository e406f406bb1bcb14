/** The networks that train together: the chosen method, a dense one of the same shape, and a dense one with as many trained numbers. */
export type Side = "chosen" | "dense" | "narrow";

/** After an epoch of one of the networks, or within a long one. */
export interface EpochReport {
  readonly side: Side;
  /** Epochs that are done: 1.5 in the middle of the second. */
  readonly epoch: number;
  /** Mean over the batches of the epoch that is running, or was the last. */
  readonly loss: number;
  /** On the test images; within an epoch on the first thousand of them. */
  readonly accuracy: number;
  readonly trained: number;
  /** Time of all steps so far, without evaluation. */
  readonly seconds: number;
  /** The chosen network as a compact file. */
  readonly bytes?: Uint8Array;
}

/** What is told of a training while it runs. */
export interface News {
  readonly report: (report: EpochReport) => void | Promise<void>;
  /** What is done now, in words. */
  readonly status: (text: string) => void | Promise<void>;
}

/** How a training ended. */
export interface Trained {
  /** For people, with its version. */
  readonly engine: string;
  /** Why the engine is not the one that was asked for; empty if it is. */
  readonly word: string;
  /** Of the chosen network and the dense one of its shape. */
  readonly states: States;
}

/** A network as it is now. */
export interface State {
  readonly accuracy: number;
  readonly hiddenNodes: number;
  readonly trained: number;
  /** Of the compact file, compressed as it travels. */
  readonly bytes: number;
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
