import { abortSignal, integer, number, options, type OptionTable } from "@reciprocal/guards";
import {
  checkSamples,
  chooseLoss,
  outputSize,
  validateNetwork,
  type Network,
  type Samples,
} from "@reciprocal/network";
import { ConvergenceError, epochOrder } from "@reciprocal/spectral";
import { withClassWeights } from "../class-weights.js";
import { engineOf } from "../engine/engine-of.js";
import type { OptimizerSettings } from "../optimizers/create-optimizer.js";
import { sharedTable, type TrainerOptions } from "../trainer/options.js";
import { compileTrainer, type Trainer } from "../trainer/trainer.js";
import { adviceOn } from "./divergence-advice.js";

/** Options of `findLearningRate`. */
export interface FindLearningRateOptions extends Omit<TrainerOptions, "optimizerState"> {
  /** The learning rate of the first step. Default 1e-5. */
  readonly from?: number;
  /** Of the last step, if the loss does not grow too large before. Default 10. */
  readonly to?: number;
  /** Steps from one to the other; more make the curve smoother. Default 100. */
  readonly steps?: number;
  /** Ends the search before its next step, with what was found. */
  readonly signal?: AbortSignal;
}

/** One step of the search. */
export interface LearningRatePoint {
  /** The highest, if the optimizer has several. */
  readonly learningRate: number;
  /** Of the batch, before its update at this rate. */
  readonly loss: number;
  /** Mean of this loss and those before it, each of which counts 0.9 times as much as the one after it. */
  readonly smoothLoss: number;
}

/** What `findLearningRate` found. */
export interface LearningRateFinding {
  /** A tenth of the rate at which the smooth loss was smallest, `from` at the least. */
  readonly learningRate: number;
  /** The optimizer with this rate, for `fit`; where it has several rates, this is the highest, and the others in proportion. */
  readonly optimizer: OptimizerSettings;
  /** Loss against rate, to look at: a good rate is where it falls steeply, well before it grows again. */
  readonly curve: readonly LearningRatePoint[];
}

export const findOptions = options(
  () =>
    ({
      ...sharedTable(),
      from: number({ above: 0 }).default(1e-5),
      to: number({ above: 0 }).default(10),
      steps: integer({ min: 10 }).default(100),
      signal: abortSignal().optional(),
    }) satisfies OptionTable<FindLearningRateOptions>,
);

const kept = 0.9;

/** The search ends where the smooth loss is so many times its smallest value. */
const tooLarge = 4;

/**
 * Looks for a learning rate (L. Smith, arXiv:1506.01186): takes steps on batches in random order, each at a higher rate
 * than the one before, in equal ratios, until the loss grows far beyond its smallest value. The network that is given
 * stays as it is. The same seed finds the same.
 *
 * The proposal is a guess from one short run: with small batches the curve is noisy, and a schedule that falls allows
 * for a higher rate than a constant one.
 *
 * @param network - where to start; not modified
 * @param samples - what it is to learn; not modified
 * @throws as `createTrainer`; and a RangeError unless `from` is below `to`
 * @throws {ConvergenceError} if the loss is not finite before any update
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { findLearningRate, fit } from "@reciprocal/training";
 *
 * const { train } = digits({ train: 1000, test: 1 });
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10, activation: "softmax" }] });
 * const { optimizer } = await findLearningRate(network, train);
 * const { history } = await fit(network, train, { optimizer, epochs: 2 });
 * console.log(history[1]!.loss < history[0]!.loss);
 * // => true
 */
export async function findLearningRate(
  network: Network,
  samples: Samples,
  given: FindLearningRateOptions = {},
): Promise<LearningRateFinding> {
  const where = "findLearningRate";
  const settings = findOptions.read(where, given);
  const { from, to, steps, batchSize, seed, classWeights, signal } = settings;
  if (!(from < to)) throw new RangeError(`${where}: from must be below to (${to}), got ${from}`);
  validateNetwork(network);
  const isLabeled = (samples as Partial<Samples> | null)?.labels !== undefined;
  const loss = chooseLoss(where, network, { given: settings.loss, isLabeled });
  const checked = checkSamples(where, network, samples, loss);
  const data = withClassWeights(where, checked, { classWeights, outputs: outputSize(network) });
  const engine = await engineOf(settings);
  const trainer = await compileTrainer(where, network, { ...settings, data, isFixed: true, loss, engine });
  try {
    const curve: LearningRatePoint[] = [];
    let [sum, weight, smallest] = [0, 0, Infinity];
    const batches = batchesOf(data.count, { batchSize, seed });
    for (let step = 0; step < steps && !signal?.aborted; step++) {
      const learningRate = from * (to / from) ** (step / (steps - 1));
      const loss = await lossOfStep(trainer, batches(step), learningRate / trainer.learningRate);
      if (!Number.isFinite(loss)) {
        if (step > 0) break;
        throw new ConvergenceError(
          `${where}: the loss is ${loss} before any update` +
            adviceOn({ training: data, learningRate: undefined }),
        );
      }
      sum = kept * sum + loss;
      weight = kept * weight + 1;
      const smoothLoss = sum / weight;
      curve.push({ learningRate, loss, smoothLoss });
      smallest = Math.min(smallest, smoothLoss);
      if (smoothLoss > tooLarge * smallest) break;
    }
    const learningRate = proposal(curve, settings);
    const { optimizer } = settings;
    const scaled = scaledRate(optimizer.learningRate, learningRate / trainer.learningRate);
    return { learningRate, optimizer: { ...optimizer, learningRate: scaled }, curve };
  } finally {
    await trainer.release();
  }
}

/** The loss before an update; NaN if the update led to numbers that are not finite: the rate is too high then. */
async function lossOfStep(trainer: Trainer, batch: Uint32Array, rateFactor: number): Promise<number> {
  try {
    return (await trainer.step(batch, rateFactor)).loss;
  } catch (error) {
    if (error instanceof ConvergenceError) return NaN;
    throw error;
  }
}

/** A rate, or the rates of several roles, times a factor. */
function scaledRate<Rate>(rate: Rate, factor: number): Rate {
  if (typeof rate === "number") return (rate * factor) as Rate;
  const rates = Object.entries(rate as Readonly<Record<string, number>>);
  return Object.fromEntries(rates.map(([role, each]) => [role, each * factor])) as Rate;
}

/** The batches of one epoch after the other. */
function batchesOf(
  count: number,
  { batchSize, seed }: { readonly batchSize: number; readonly seed: number },
): (step: number) => Uint32Array {
  const steps = Math.ceil(count / batchSize);
  let epoch = 0;
  let order: Uint32Array;
  return (step) => {
    const at = step % steps;
    if (at === 0) order = epochOrder(count, { seed, epoch: ++epoch });
    return order.subarray(at * batchSize, (at + 1) * batchSize);
  };
}

/** How far below its first value the smooth loss must come to be said to have fallen. */
const fallen = 0.98;

function proposal(
  curve: readonly LearningRatePoint[],
  { from, onWarning }: { readonly from: number; readonly onWarning?: (message: string) => void },
): number {
  let best: LearningRatePoint | undefined;
  for (const point of curve) if (!best || point.smoothLoss < best.smoothLoss) best = point;
  if (!(best && best.smoothLoss < fallen * curve[0]!.smoothLoss)) {
    onWarning?.(
      "findLearningRate: the loss fell at no rate, so the proposal means nothing; look at the starting values of the " +
        "network, or take more steps",
    );
  }
  return best ? Math.max(from, best.learningRate / 10) : from;
}
