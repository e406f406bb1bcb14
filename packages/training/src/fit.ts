import { inputSize, type Network, validateNetwork } from "@reciprocal/network";
import { ConvergenceError, deriveSeed, randomPermutation } from "@reciprocal/spectral";
import type { Checkpoint, RunningEpoch } from "./checkpoint.js";
import { checkEvery, isCheckpointDue, type CheckpointEvery } from "./checkpoint-every.js";
import { EarlyStopping, type EarlyStoppingOptions } from "./early-stopping.js";
import { loadEngine } from "./engine/load-engine.js";
import type { EpochReport } from "./epoch-report.js";
import { createEvaluator } from "./evaluate.js";
import { checkSameSettings, fitSettings, type FitSettings } from "./fit-settings.js";
import { checkCheckpoint } from "./internal/check-checkpoint.js";
import { checkOptions, checkWhole } from "./internal/check-options.js";
import { checkPosition, checkSameRates } from "./internal/check-resume.js";
import { nextTask } from "./internal/next-task.js";
import { outputsOf } from "./internal/outputs-of.js";
import { splitSamples } from "./internal/split-samples.js";
import { checkSamples, type Samples } from "./samples.js";
import type { Schedule } from "./schedules.js";
import { createTrainer, type TrainerOptions } from "./trainer.js";

export interface FitOptions extends Omit<TrainerOptions, "optimizerState"> {
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
  /**
   * Told how training stands, from time to time and when it ends, also by an abort, but not by an error; what it
   * returns is waited for. At the end of an epoch it comes before the epoch's report.
   */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void | Promise<void>;
  /** How often, besides. Steps are counted from the start of training. Default `{ epochs: 1 }`. */
  readonly checkpointEvery?: CheckpointEvery;
  /**
   * Goes on from here, to the same numbers as if training had not stopped, instead of from `network`. Everything else
   * is given as it was: the network that training began with (or that of the checkpoint), samples and options. Only
   * callbacks, signal, `epochs` and `patience` may differ. Default: training starts afresh.
   */
  readonly resume?: Checkpoint | undefined;
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
  /** How training stood at an abort, to `resume` from; absent at any other end. */
  readonly checkpoint?: Checkpoint;
  /** What ran the graphs. */
  readonly engine: { readonly name: string; readonly version: string; readonly warning?: string };
}

const knownOptions: readonly (keyof FitOptions)[] = [
  "batchSize",
  "checkpointEvery",
  "earlyStopping",
  "engine",
  "epochs",
  "loss",
  "onCheckpoint",
  "onEpoch",
  "onWarning",
  "optimizer",
  "penalties",
  "precomputeLimitBytes",
  "resume",
  "schedule",
  "seed",
  "shuffle",
  "signal",
  "validation",
  "validationSplit",
];

const notBegun: RunningEpoch = { steps: 0, lossSum: 0, correct: 0, learningRate: 0, seconds: 0 };

/** Timers, input and painting wait no longer than this, and one step. */
const taskMilliseconds = 16;

/**
 * Trains a network; `onEpoch` follows it.
 *
 * The same network, samples and options give the same numbers on the same engine and kind of processor, and so does a
 * training that was stopped and resumed from a checkpoint, as often as may be.
 *
 * @throws {ShapeError | RangeError | TypeError} when samples, network and options do not fit
 * @throws {RangeError} naming what differs, when they are not those of the checkpoint to resume from
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
  const { loss = "cross-entropy", checkpointEvery = { epochs: 1 }, onCheckpoint, resume } = options;
  checkOptions("fit", options, knownOptions);
  checkWhole("fit", "epochs", epochs);
  checkWhole("fit", "batchSize", batchSize);
  checkWhole("fit", "seed", seed, 0);
  if (signal && typeof signal.aborted !== "boolean")
    throw new TypeError("fit: signal must be an AbortSignal");
  checkEvery(checkpointEvery);
  validateNetwork(network);

  const { training, validation } = splitSamples(network, samples, options);
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
  const count = training.inputs.length / inputSize(network);
  const steps = Math.ceil(count / batchSize);
  const factorAt = (epoch: number, step: number) =>
    schedule({ epoch: epoch - 1 + step / steps, step: (epoch - 1) * steps + step });

  // the digests of many samples take a while, so only who needs them waits for them, once
  let known: Promise<FitSettings> | undefined;
  const settings = () =>
    (known ??= fitSettings(network, { training, validation, stopping, options, resume }));
  if (resume !== undefined) {
    checkCheckpoint("fit: resume", resume);
    checkSameSettings(resume.settings, await settings());
    checkPosition(resume, { epochs, steps });
    checkSameRates(resume, factorAt);
  }

  const engine = options.engine ?? (await loadEngine(options.onWarning && { onWarning: options.onWarning }));
  if (resume && !(resume.engine.name === engine.name && resume.engine.version === engine.version)) {
    options.onWarning?.(
      `fit: the checkpoint is of ${resume.engine.name} ${resume.engine.version}, and ${engine.name} ` +
        `${engine.version} goes on from it; the last digits may differ from those of a training in one go`,
    );
  }
  const begin = resume?.network ?? network;
  const trainer = await createTrainer(begin, training, {
    ...options,
    batchSize,
    engine,
    optimizerState: resume?.optimizer,
  });
  try {
    const evaluator =
      checked &&
      (await createEvaluator(begin, checked, {
        batchSize: 1000,
        loss,
        engine,
        parameters: trainer.parameters,
      }));
    try {
      const history: EpochReport[] = [...(resume?.history ?? [])];
      let running = resume?.running ?? notBegun;
      let best = resume?.best;
      let latest = resume;

      const checkpoint = async (): Promise<Checkpoint> => {
        if (latest?.history.length === history.length && latest.running.steps === running.steps)
          return latest;
        latest = {
          network: trainer.network(),
          optimizer: trainer.optimizerState(),
          history: [...history],
          running,
          ...(best && { best }),
          settings: await settings(),
          engine: { name: engine.name, version: engine.version },
        };
        await onCheckpoint?.(latest);
        return latest;
      };

      const end = async (stopped: FitResult["stopped"]): Promise<FitResult> => ({
        ...(best
          ? { network: best.network, networkEpoch: best.epoch }
          : { network: trainer.network(), networkEpoch: history.length }),
        history,
        stopped,
        ...(stopped === "aborted" && { checkpoint: await checkpoint() }),
        engine: {
          name: engine.name,
          version: engine.version,
          ...(engine.warning !== undefined && { warning: engine.warning }),
        },
      });

      let isEnough = false;
      for (const report of history) isEnough = stopping?.observe(report[stopping.monitor]!).stop ?? false;
      if (isEnough) return await end("early-stopping");

      const natural = Uint32Array.from({ length: count }, (_, i) => i);
      let lastTask = performance.now();
      while (history.length < epochs) {
        const epoch = history.length + 1;
        const started = performance.now() - 1000 * running.seconds;
        const order = shuffle
          ? randomPermutation(count, { seed: deriveSeed(seed, "shuffle", epoch) })
          : natural;
        for (let step = running.steps; step < steps; step++) {
          if (performance.now() - lastTask > taskMilliseconds) {
            await nextTask();
            lastTask = performance.now();
          }
          if (signal?.aborted) return await end("aborted");
          const batch = order.subarray(step * batchSize, (step + 1) * batchSize);
          const factor = factorAt(epoch, step);
          const learningRate = trainer.learningRate * factor;
          const measured = await trainer.step(batch, factor);
          if (!Number.isFinite(measured.loss)) {
            throw new ConvergenceError(
              `fit: the loss is ${measured.loss} at step ${step + 1} of epoch ${epoch}; ` +
                `a smaller learning rate than ${learningRate} may help`,
            );
          }
          running = {
            steps: step + 1,
            lossSum: running.lossSum + measured.loss * batch.length,
            correct: running.correct + measured.correct,
            learningRate,
            seconds: (performance.now() - started) / 1000,
          };
          const isLast = step + 1 === steps; // then the checkpoint is that of the epoch
          if (onCheckpoint && !isLast && isCheckpointDue(checkpointEvery, { epoch, step: step + 1, steps })) {
            await checkpoint();
          }
        }
        const evaluation = await evaluator?.evaluate();
        if (evaluation && !Number.isFinite(evaluation.loss)) {
          throw new ConvergenceError(
            `fit: the validation loss is ${evaluation.loss} after epoch ${epoch} (step ${epoch * steps}); ` +
              `a smaller learning rate than ${running.learningRate} may help`,
          );
        }
        const report: EpochReport = {
          epoch,
          epochs,
          steps,
          loss: running.lossSum / count,
          accuracy: running.correct / count,
          ...(evaluation && { validationLoss: evaluation.loss, validationAccuracy: evaluation.accuracy }),
          learningRate: running.learningRate,
          seconds: (performance.now() - started) / 1000,
        };
        history.push(report);
        running = notBegun;
        const verdict = stopping?.observe(report[stopping.monitor]!);
        if (stopping?.restoreBest && verdict?.improved) best = { network: trainer.network(), epoch };
        const isEnd = verdict?.stop === true || epoch === epochs;
        if (onCheckpoint && (isEnd || isCheckpointDue(checkpointEvery, { epoch, step: steps, steps }))) {
          await checkpoint();
        }
        yield report;
        if (verdict?.stop) return await end("early-stopping");
      }
      return await end("epochs");
    } finally {
      await evaluator?.release();
    }
  } finally {
    await trainer.release();
  }
}
