import type { Dataset } from "@reciprocal/datasets";
import type { Network } from "@reciprocal/network";
import { epochOrder } from "@reciprocal/spectral";
import { cosineSchedule, warmupSchedule } from "@reciprocal/training";
import type { Side } from "../reports.js";
import type { Learner, Runtime } from "./runtime.js";

export interface TrainInTurnOptions {
  readonly epochs: number;
  /** Samples per step. */
  readonly batchSize: number;
  /** Of the order of the samples. */
  readonly seed: number;
  /** On the default rates of all networks. */
  readonly rateFactor: number;
  /** Asked before each step. */
  readonly isStopped: () => boolean;
}

/** A network before its first step. */
export interface Start {
  readonly side: Side;
  readonly network: Network;
}

/** A network after an epoch, or after a part of one that takes long. */
export interface TrainedEpoch {
  readonly side: Side;
  /** Epochs that are done: 1.5 in the middle of the second. */
  readonly epoch: number;
  readonly network: Network;
  /** Mean over the batches of the epoch that is running, or was the last. */
  readonly loss: number;
  /** Time of all steps so far. */
  readonly seconds: number;
}

const pauseMilliseconds = 50;
/** How long the first network trains before it is the turn of the others. */
const turnMilliseconds = 150;
/** Between two reports of a network within an epoch. */
const reportMilliseconds = 300;

/**
 * Trains networks in turn on the same samples in the same order, and yields after each epoch of each, within long epochs
 * too. The first has its first turn before the others are compiled. Rates follow the schedule that `fit` of
 * `@reciprocal/training` has by default. Other tasks of the thread get their turn between steps.
 *
 * @throws {Error} for a loss that is not finite
 */
export async function* trainInTurn(
  runtime: Runtime,
  samples: Dataset,
  starts: readonly Start[],
  { epochs, batchSize, seed, rateFactor, isStopped }: TrainInTurnOptions,
): AsyncGenerator<TrainedEpoch, void> {
  const sides: Turn[] = [];
  const pause = pauses();
  const stepsOfEpoch = Math.ceil(samples.count / batchSize);
  const steps = epochs * stepsOfEpoch;
  const schedule = warmupSchedule({ steps: 0.02 * steps, then: cosineSchedule() });
  try {
    for (let done = 0; done < steps;) {
      const epoch = Math.floor(done / stepsOfEpoch);
      const end = (epoch + 1) * stepsOfEpoch;
      const order = epochOrder(samples.count, { seed, epoch: epoch + 1 });
      let until = end;
      for (const [i, { side, network }] of starts.entries()) {
        await pause();
        if (isStopped()) return;
        const own = (sides[i] ??= newTurn(await runtime.createLearner(network, samples, { batchSize })));
        const started = performance.now();
        let step = done;
        while (step < until) {
          await pause();
          if (isStopped()) return;
          const first = (step % stepsOfEpoch) * batchSize;
          const batch = order.subarray(first, first + batchSize);
          const factor = rateFactor * schedule({ step, steps, epoch: step / stepsOfEpoch, epochs });
          own.loss += batch.length * finite(await own.learner.step(batch, factor));
          own.samples += batch.length;
          step++;
          // the others go as far as the first
          if (i === 0 && performance.now() - started > turnMilliseconds) until = step;
        }
        own.milliseconds += performance.now() - started;
        const isDue = performance.now() - own.reported > Math.max(reportMilliseconds, 3 * own.cost);
        if (until !== end && !isDue) continue;
        const before = performance.now();
        const report = { network: await own.learner.network(), seconds: own.milliseconds / 1000 };
        yield { side, epoch: until / stepsOfEpoch, loss: own.loss / own.samples, ...report };
        own.reported = performance.now();
        own.cost = own.reported - before;
        if (until === end) [own.loss, own.samples] = [0, 0];
      }
      done = until;
    }
  } finally {
    for (const { learner } of sides) await learner.release();
  }
}

/** What is known of one network in training. */
interface Turn {
  readonly learner: Learner;
  /** Sum over the samples of the epoch so far, */
  loss: number;
  /** and how many these are. */
  samples: number;
  milliseconds: number;
  /** When its last report was, and how long that took. */
  reported: number;
  cost: number;
}

function newTurn(learner: Learner): Turn {
  // the first report comes at once
  return { learner, loss: 0, samples: 0, milliseconds: 0, reported: -Infinity, cost: 0 };
}

function finite(loss: number): number {
  if (Number.isFinite(loss)) return loss;
  throw new Error(
    "The steps of training were too large: the loss is no number any more. Take smaller learning rates.",
  );
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
