import type { Dataset } from "@reciprocal/datasets";
import type { Network } from "@reciprocal/network";
import { epochOrder } from "@reciprocal/spectral";
import type { Side } from "../reports.js";
import type { Learner, Runtime } from "./runtime.js";

export interface TrainInTurnOptions {
  readonly epochs: number;
  /** Samples per step. */
  readonly batchSize: number;
  /** Of the order of the samples. */
  readonly seed: number;
  /** Asked before each step. */
  readonly isStopped: () => boolean;
}

/** A network before its first step. */
export interface Start {
  readonly side: Side;
  readonly network: Network;
  readonly learningRate: number;
}

/** A network after an epoch. */
export interface TrainedEpoch {
  readonly side: Side;
  readonly epoch: number;
  readonly network: Network;
  /** Mean over the epoch's batches. */
  readonly loss: number;
  /** Time of the steps. */
  readonly seconds: number;
}

const pauseMilliseconds = 50;

/**
 * Trains networks in turn, one epoch of each on the same samples in the same order, and yields after each epoch of each.
 * Other tasks of the thread get their turn between steps.
 *
 * @throws {Error} for a loss that is not finite
 */
export async function* trainInTurn(
  runtime: Runtime,
  samples: Dataset,
  starts: readonly Start[],
  { epochs, batchSize, seed, isStopped }: TrainInTurnOptions,
): AsyncGenerator<TrainedEpoch, void> {
  const learners = new Map<Side, Learner>();
  const pause = pauses();
  try {
    for (const { side, network, learningRate } of starts) {
      learners.set(side, await runtime.createLearner(network, samples, { batchSize, learningRate }));
    }
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = epochOrder(samples.count, { seed, epoch });
      for (const [side, learner] of learners) {
        const started = performance.now();
        let loss = 0;
        for (let first = 0; first < order.length; first += batchSize) {
          await pause();
          if (isStopped()) return;
          const batch = order.subarray(first, first + batchSize);
          loss += batch.length * finite(side, await learner.step(batch));
        }
        const seconds = (performance.now() - started) / 1000;
        const network = await learner.network();
        yield { side, epoch, network, loss: loss / order.length, seconds };
      }
    }
  } finally {
    for (const learner of learners.values()) await learner.release();
  }
}

function finite(side: Side, loss: number): number {
  if (Number.isFinite(loss)) return loss;
  throw new Error(`the loss of the ${side} network is ${loss}; take a smaller learning rate`);
}

/** A function that pauses if the last pause was long ago, so that messages such as `stop` are read. */
function pauses(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last <= pauseMilliseconds) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
