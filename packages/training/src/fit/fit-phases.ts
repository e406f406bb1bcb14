import { scheduleOf } from "./schedules.js";
import { any, check, integer, list, options, type OptionTable } from "@reciprocal/guards";
import {
  chooseLoss,
  withTrainable,
  type Network,
  type Samples,
  type TrainableChoice,
} from "@reciprocal/network";
import { deriveSeed } from "@reciprocal/spectral";
import { engineOf } from "../engine/engine-of.js";
import { optimizerRule, type OptimizerOptions } from "../optimizers/create-optimizer.js";
import { checkStopping, EarlyStopping, stoppingTable, type EarlyStoppingOptions } from "./early-stopping.js";
import type { EpochReport, StepReport } from "./epoch-report.js";
import { fitTable, type FitOptions } from "./fit-options.js";
import type { FitResult } from "./fit-result.js";
import { trainEpochs, untilTheEnd } from "./loop.js";
import { isStream, type SampleStream } from "./stream.js";

/** A part of a training in which some groups of parameters train, and the others wait. */
export interface Phase {
  /** What trains, as for `withTrainable`. */
  readonly trainable: TrainableChoice;
  /** How long, before the next phase begins. */
  readonly epochs: number;
  /** The update rule of this phase, which starts afresh. Default: that of the whole training. */
  readonly optimizer?: OptimizerOptions;
}

/** Options of `fitPhases`. */
export interface FitPhasesOptions extends Omit<
  FitOptions,
  "epochs" | "earlyStopping" | "onCheckpoint" | "checkpointEvery" | "resume"
> {
  /** Epochs in all: the phases come again in turn until these are done. Default: every phase once. */
  readonly epochs?: number;
  /** Watches over all phases as if they were one training; the last network is returned, not the best. */
  readonly earlyStopping?: Omit<EarlyStoppingOptions, "restoreBest">;
}

const stoppingOptions = options(stoppingTable);

const phasesOptions = options(
  () =>
    ({
      ...fitTable(),
      epochs: integer({ min: 1 }).optional(),
      earlyStopping: stoppingOptions.rule.optional(),
    }) satisfies OptionTable<FitPhasesOptions>,
);

export const phaseOptions = options(
  () =>
    ({
      trainable: any<TrainableChoice>(), // withTrainable checks it
      epochs: integer({ min: 1 }),
      optimizer: optimizerRule().optional(),
    }) satisfies OptionTable<Phase>,
);

/**
 * Trains a network in phases in which different groups of parameters train: eigenvalues and eigenvectors in alternation,
 * for example. Every phase starts its optimizer afresh and has its own orders of the samples, by a seed derived from
 * `seed`; epochs are counted, schedules asked and early stopping done over all of them.
 *
 * @param network - where to start; not modified
 * @param samples - what to learn from, with labels or targets; not modified
 * @param phases - what trains in turn, and for how many epochs
 * @returns the network after the last phase, in which that phase's groups are the trainable ones
 * @throws as `fit` and `withTrainable`
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { fitPhases } from "@reciprocal/training";
 *
 * const { train } = digits({ train: 500, test: 1 });
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10, activation: "softmax" }] });
 * const phases = [{ trainable: "eigenvalues", epochs: 1 }, { trainable: "eigenvectors", epochs: 1 }] as const;
 * const { history } = await fitPhases(network, train, phases, { epochs: 4 });
 * console.log(history.length);
 * // => 4
 */
export async function fitPhases(
  network: Network,
  samples: Samples | SampleStream,
  phases: readonly Phase[],
  given: FitPhasesOptions = {},
): Promise<Omit<FitResult, "checkpoint">> {
  const where = "fitPhases";
  const { earlyStopping, signal, augment, ...others } = phasesOptions.read(where, given);
  const known = check(list(phaseOptions.rule, { minLength: 1 }), where, "phases", phases);
  for (const { trainable } of known) withTrainable(network, trainable); // before the first begins
  if (earlyStopping) checkPhasesStopping(network, samples, { ...others, earlyStopping });
  const schedule = scheduleOf(others.schedule);
  const { epochs = known.reduce((sum, phase) => sum + phase.epochs, 0) } = others;
  const stopping = earlyStopping && new EarlyStopping(earlyStopping);
  const enough = new AbortController();
  const history: EpochReport[] = [];
  const engine = await engineOf(others);
  for (let current = network, turn = 0, steps = 0; ; turn++) {
    const phase = known[turn % known.length]!;
    const [epochsBefore, stepsBefore] = [history.length, steps];
    const later = <Report extends EpochReport | StepReport>(report: Report): Report => ({
      ...report,
      epoch: epochsBefore + report.epoch,
      epochs,
    });
    const shifted = isStream(samples)
      ? { ...samples, batches: (epoch: number) => samples.batches(epochsBefore + epoch) }
      : samples;
    const options: FitOptions = {
      ...others,
      engine,
      epochs: Math.min(phase.epochs, epochs - epochsBefore),
      optimizer: phase.optimizer ?? others.optimizer,
      seed: deriveSeed(others.seed, "phase", turn),
      schedule: (progress) =>
        schedule({
          epoch: epochsBefore + progress.epoch,
          step: stepsBefore + progress.step,
          epochs,
          steps: (progress.steps / progress.epochs) * epochs,
        }),
      ...(augment && {
        augment: (batch, moment) => augment(batch, { ...moment, epoch: epochsBefore + moment.epoch }),
      }),
      signal: signal ? AbortSignal.any([signal, enough.signal]) : enough.signal,
      ...(others.onStep && { onStep: (report) => others.onStep!(later(report)) }),
    };
    const start = withTrainable(current, phase.trainable);
    const training = trainEpochs(start, shifted, options, {
      keepsCheckpoint: false,
      epochsBefore,
      isLast: epochsBefore + phase.epochs >= epochs,
    });
    const result = await untilTheEnd(training, async (report) => {
      if (stopping?.observe(report[stopping.monitor]!).stop) enough.abort();
      history.push(later(report));
      steps += report.steps;
      await others.onEpoch?.(history.at(-1)!);
    });
    current = result.network;
    const stopped = enough.signal.aborted ? "early-stopping" : result.stopped;
    if (stopped === "epochs" && history.length < epochs) continue;
    return { network: current, history, stopped, networkEpoch: history.length, engine: result.engine };
  }
}

/** @throws {TypeError} if there will be nothing to watch */
function checkPhasesStopping(
  network: Network,
  samples: Samples | SampleStream,
  {
    earlyStopping,
    validation,
    validationSplit,
    loss: given,
  }: Pick<ReturnType<typeof phasesOptions.read>, "validation" | "validationSplit" | "loss"> & {
    readonly earlyStopping: Omit<EarlyStoppingOptions, "restoreBest">;
  },
): void {
  const held = validation ?? (validationSplit > 0 && !isStream(samples) ? samples : undefined);
  const loss = chooseLoss("fitPhases", network, { given, isLabeled: held?.labels !== undefined });
  checkStopping("fitPhases", earlyStopping, { network, loss, validation: held });
}
