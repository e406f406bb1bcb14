import type { Network } from "@reciprocal/network";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import type { EpochReport } from "./epoch-report.js";

/** What `fit` resolves to. */
export interface FitResult {
  /** The trained network, frozen; the one that was given stays as it was. */
  readonly network: Network;
  /** A report of every epoch, those before a `resume` included. */
  readonly history: readonly EpochReport[];
  /** Why training ended. */
  readonly stopped: "epochs" | "early-stopping" | "aborted";
  /**
   * The epoch after which `network` was like this: the best one with restoreBest, else the last finished; an abort
   * within an epoch also leaves the steps of that epoch in it.
   */
  readonly networkEpoch: number;
  /** How training stood at an abort, to `resume` from; absent at any other end. */
  readonly checkpoint?: Checkpoint;
  /** What ran the graphs. */
  readonly engine: { readonly name: string; readonly version: string; readonly warning?: string };
}
