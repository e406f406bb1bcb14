import type { Dataset } from "@reciprocal/datasets";
import type { Network } from "@reciprocal/network";

/** What trains and runs networks. */
export interface Runtime {
  /** For people, with its version. */
  readonly name: string;
  /**
   * Compiles the training of a network on the cross-entropy of some samples, by the Adam of `optimizerFor`.
   */
  createLearner(network: Network, samples: Dataset, options: LearnerOptions): Promise<Learner>;
  /** Compiles a network with all its kernels computed. */
  createPredictor(network: Network): Promise<Predictor>;
}

export interface LearnerOptions {
  /** Maximum of samples per step. */
  readonly batchSize: number;
}

export interface Learner {
  /**
   * One step on the samples with these indices, at the default rates times a factor; resolves to their mean loss before it.
   */
  step(samples: Uint32Array, rateFactor: number): Promise<number>;
  /** The network as it is now. */
  network(): Promise<Network>;
  release(): Promise<void>;
}

export interface Predictor {
  /** Outputs of a batch of any size, count × outputs. */
  run(inputs: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
}
