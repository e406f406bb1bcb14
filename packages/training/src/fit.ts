import { validateNetwork, type Network } from "@reciprocal/network";
import { ConvergenceError, deriveSeed, randomPermutation } from "@reciprocal/spectral";
import { EarlyStopping, type EarlyStoppingOptions } from "./early-stopping.js";
import { loadEngine } from "./engine/load-engine.js";
import { createEvaluator } from "./evaluate.js";
import { checkOptions, checkWhole } from "./internal/check-options.js";
import { nextTask } from "./internal/next-task.js";
import { outputsOf } from "./internal/outputs-of.js";
import { checkSamples, type Samples } from "./samples.js";
import type { Schedule } from "./schedules.js";
import { createTrainer, type TrainerOptions } from "./trainer.js";

export interface FitOptions extends TrainerOptions {
  /** Passes over the training samples, at the most. Default 10. */
  readonly epochs?: number;
  /** Decides the order of the samples. Default 0. */
  readonly seed?: number;
  /** Whether every epoch has an order of its own. Default true. */
  readonly shuffle?: boolean;
  /** Fraction of the samples, the last ones, that is kept for validation. Default 0. */
  readonly validationSplit?: number;
  /** Samples for validation; instead of a split. */
  readonly validation?: Samples;
  /** Default none: all epochs are run. */
  readonly earlyStopping?: EarlyStoppingOptions;
  /** Factor on the learning rate. Default: always 1. */
  readonly schedule?: Schedule;
  /** Called after every epoch; what it returns is waited for. */
  readonly onEpoch?: (report: EpochReport) => void | Promise<void>;
  /** Stops training before the next step; the network as it is then is returned (the best one with restoreBest). */
  readonly signal?: AbortSignal;
}

/** One pass over the training samples. */
export interface EpochReport {
  /** 1 for the first. */
  readonly epoch: number;
  /** Epochs asked for. */
  readonly epochs: number;
  /** Steps in this epoch. */
  readonly steps: number;
  /** Mean loss over the epoch's batches as they came, each before its update, penalties included. */
  readonly loss: number;
  /** Likewise, the fraction answered rightly; NaN for a network with one output. */
  readonly accuracy: number;
  /** After the epoch, on the validation samples, without penalties; absent where there are none. */
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  /** Learning rate of the last step. */
  readonly learningRate: number;
  readonly seconds: number;
}

export interface FitResult {
  readonly network: Network;
  readonly history: readonly EpochReport[];
  /** Why training ended. */
  readonly stopped: "epochs" | "early-stopping" | "aborted";
  /**
   * The epoch after which `network` was like this: the best one where it was asked for, else the last finished; an
   * abort within an epoch leaves the steps of that epoch in it besides.
   */
  readonly networkEpoch: number;
  /** What ran the graphs. */
  readonly engine: { readonly name: string; readonly version: string; readonly warning?: string };
}

const knownOptions: readonly (keyof FitOptions)[] = [
  "batchSize",
  "earlyStopping",
  "engine",
  "epochs",
  "loss",
  "onEpoch",
  "onWarning",
  "optimizer",
  "penalties",
  "precomputeLimitBytes",
  "schedule",
  "seed",
  "shuffle",
  "signal",
  "validation",
  "validationSplit",
];

/** Timers, input and painting wait no longer than this, and one step. */
const taskMilliseconds = 16;

/**
 * Trains a network; `onEpoch` follows it.
 *
 * The same network, samples and options give the same numbers on the same engine and kind of processor.
 *
 * @throws {ShapeError | RangeError | TypeError} when samples, network and options do not fit
 * @throws {ConvergenceError} when the loss is no longer finite, saying at which step
 */
export async function fit(network: Network, samples: Samples, options: FitOptions = {}): Promise<FitResult> {
  const epochs = fitEpochs(network, samples, options);
  try {
    for (;;) {
      const next = await epochs.next();
      if (next.done) return next.value;
      await options.onEpoch?.(next.value);
    }
  } finally {
    // frees the sessions where onEpoch threw; does nothing after the end
    await epochs.return(undefined as never);
  }
}

/**
 * Trains a network and yields a report after every epoch; the generator returns what `fit` resolves to. Leaving the
 * loop early ends training and frees its memory. `onEpoch` is not called.
 */
export async function* fitEpochs(
  network: Network,
  samples: Samples,
  options: FitOptions = {},
): AsyncGenerator<EpochReport, FitResult, void> {
  const { epochs = 10, batchSize = 32, seed = 0, shuffle = true, schedule = () => 1, signal } = options;
  const { loss = "cross-entropy" } = options;
  checkOptions("fit", options, knownOptions);
  checkWhole("fit", "epochs", epochs);
  checkWhole("fit", "batchSize", batchSize);
  checkWhole("fit", "seed", seed, 0);
  if (signal && typeof signal.aborted !== "boolean")
    throw new TypeError("fit: signal must be an AbortSignal");
  validateNetwork(network);

  const { training, validation } = split(network, samples, options);
  const stopping = options.earlyStopping && new EarlyStopping(options.earlyStopping);
  if (stopping && !validation) {
    throw new TypeError("fit: earlyStopping needs validation samples (validation or validationSplit)");
  }
  const checked = validation && checkSamples("fit: validation", network, outputsOf(network), validation);
  if (stopping?.monitor === "validationAccuracy" && outputsOf(network) === 1) {
    throw new TypeError(
      "fit: a network with one output has no accuracy; let earlyStopping monitor validationLoss",
    );
  }

  const engine = options.engine ?? (await loadEngine(options.onWarning && { onWarning: options.onWarning }));
  const trainer = await createTrainer(network, training, { ...options, batchSize, engine });
  try {
    const evaluator =
      checked &&
      (await createEvaluator(network, checked, {
        batchSize: 1000,
        loss,
        engine,
        parameters: trainer.parameters,
      }));
    try {
      const count = training.inputs.length / network.inputs;
      const history: EpochReport[] = [];
      let best: { readonly network: Network; readonly epoch: number } | undefined;
      const result = (stopped: FitResult["stopped"]): FitResult => ({
        ...(best
          ? { network: best.network, networkEpoch: best.epoch }
          : { network: trainer.network(), networkEpoch: history.length }),
        history,
        stopped,
        engine: {
          name: engine.name,
          version: engine.version,
          ...(engine.warning !== undefined && { warning: engine.warning }),
        },
      });

      const natural = Uint32Array.from({ length: count }, (_, i) => i);
      const steps = Math.ceil(count / batchSize);
      let rate = 1;
      let lastTask = performance.now();
      for (let epoch = 1; epoch <= epochs; epoch++) {
        const started = performance.now();
        const order = shuffle
          ? randomPermutation(count, { seed: deriveSeed(seed, "shuffle", epoch) })
          : natural;
        let lossSum = 0;
        let correct = 0;
        for (let step = 0; step < steps; step++) {
          if (performance.now() - lastTask > taskMilliseconds) {
            await nextTask();
            lastTask = performance.now();
          }
          if (signal?.aborted) return result("aborted");
          const batch = order.subarray(step * batchSize, (step + 1) * batchSize);
          rate = schedule({ epoch: epoch - 1 + step / steps, step: (epoch - 1) * steps + step });
          const measured = await trainer.step(batch, rate);
          if (!Number.isFinite(measured.loss)) {
            throw new ConvergenceError(
              `fit: the loss is ${measured.loss} at step ${step + 1} of epoch ${epoch}; ` +
                `a smaller learning rate than ${trainer.learningRate * rate} may help`,
            );
          }
          lossSum += measured.loss * batch.length;
          correct += measured.correct;
        }
        const evaluation = await evaluator?.evaluate();
        if (evaluation && !Number.isFinite(evaluation.loss)) {
          throw new ConvergenceError(
            `fit: the validation loss is ${evaluation.loss} after epoch ${epoch} (step ${epoch * steps}); ` +
              `a smaller learning rate than ${trainer.learningRate * rate} may help`,
          );
        }
        const report: EpochReport = {
          epoch,
          epochs,
          steps,
          loss: lossSum / count,
          accuracy: correct / count,
          ...(evaluation && { validationLoss: evaluation.loss, validationAccuracy: evaluation.accuracy }),
          learningRate: trainer.learningRate * rate,
          seconds: (performance.now() - started) / 1000,
        };
        history.push(report);
        const verdict = stopping?.observe(report[stopping.monitor]!);
        if (stopping?.restoreBest && verdict?.improved) best = { network: trainer.network(), epoch };
        yield report;
        if (verdict?.stop) return result("early-stopping");
      }
      return result("epochs");
    } finally {
      await evaluator?.release();
    }
  } finally {
    await trainer.release();
  }
}

/** The samples to train on and those to validate with. */
function split(
  network: Network,
  samples: Samples,
  { validationSplit = 0, validation }: FitOptions,
): { readonly training: Samples; readonly validation: Samples | undefined } {
  const { count } = checkSamples("fit", network, outputsOf(network), samples); // all of it, before it is cut
  if (!(0 <= validationSplit && validationSplit < 1)) {
    throw new RangeError(`fit: validationSplit must be in [0, 1), got ${validationSplit}`);
  }
  if (validationSplit === 0) return { training: samples, validation };
  if (validation) throw new TypeError("fit: needs validation or validationSplit, got both");

  const kept = count - Math.round(count * validationSplit);
  if (!(0 < kept && kept < count)) {
    throw new RangeError(
      `fit: a validationSplit of ${validationSplit} leaves nothing on one side of ${count} samples`,
    );
  }
  const outputs = outputsOf(network);
  const part = (start: number, end: number): Samples => ({
    inputs: samples.inputs.subarray(start * network.inputs, end * network.inputs),
    ...(samples.labels && { labels: Array.prototype.slice.call(samples.labels, start, end) as number[] }),
    ...(samples.targets && { targets: samples.targets.subarray(start * outputs, end * outputs) }),
  });
  return { training: part(0, kept), validation: part(kept, count) };
}
