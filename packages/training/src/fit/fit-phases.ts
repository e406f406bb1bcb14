import { any, check, integer, list, options, type OptionTable } from "@reciprocal/guards";
import { withTrainable, type Network, type Samples, type TrainableChoice } from "@reciprocal/network";
import { deriveSeed } from "@reciprocal/spectral";
import { engineOf } from "../engine/engine-of.js";
import { optimizerRule, type OptimizerOptions } from "../optimizers/create-optimizer.js";
import { checkStopping, EarlyStopping, stoppingTable, type EarlyStoppingOptions } from "./early-stopping.js";
import type { EpochReport } from "./epoch-report.js";
import { fitTable, type FitOptions } from "./fit-options.js";
import type { FitResult } from "./fit-result.js";
import { fit } from "./loop.js";

/** A part of a training in which some groups of parameters train, and the others wait. */
export interface Phase {
  /** What trains, as for `withTrainable`. */
  readonly trainable: TrainableChoice;
  /** How long, before the next phase begins. */
  readonly epochs: number;
  /** Default: that of the whole training. */
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

const phaseOptions = options(
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
 * ```ts
 * const phases = [
 *   { trainable: "eigenvalues", epochs: 5 },
 *   { trainable: "eigenvectors", epochs: 5 },
 * ] as const;
 * const { network } = await fitPhases(start, samples, phases, { epochs: 40 });
 * ```
 *
 * @returns the network after the last phase, in which that phase's groups are the trainable ones
 * @throws as `fit` and `withTrainable`
 */
export async function fitPhases(
  network: Network,
  samples: Samples,
  phases: readonly Phase[],
  given: FitPhasesOptions = {},
): Promise<Omit<FitResult, "checkpoint">> {
  const { earlyStopping, schedule, signal, ...others } = phasesOptions.read("fitPhases", given);
  const known = check(list(phaseOptions.rule, { minLength: 1 }), "fitPhases", "phases", phases);
  for (const { trainable } of known) withTrainable(network, trainable); // before the first begins
  if (earlyStopping) {
    const isValidated = others.validation !== undefined || others.validationSplit > 0;
    checkStopping("fitPhases", earlyStopping, { network, isValidated });
  }
  const { epochs = known.reduce((sum, phase) => sum + phase.epochs, 0) } = others;
  const stopping = earlyStopping && new EarlyStopping(earlyStopping);
  const enough = new AbortController();
  const history: EpochReport[] = [];
  const engine = await engineOf(others);
  for (let current = network, turn = 0, steps = 0; ; turn++) {
    const phase = known[turn % known.length]!;
    const [epochsBefore, stepsBefore] = [history.length, steps];
    const result = await fit(withTrainable(current, phase.trainable), samples, {
      ...others,
      engine,
      epochs: Math.min(phase.epochs, epochs - epochsBefore),
      optimizer: phase.optimizer ?? others.optimizer,
      seed: deriveSeed(others.seed, "phase", turn),
      schedule: ({ epoch, step }) => schedule({ epoch: epochsBefore + epoch, step: stepsBefore + step }),
      signal: signal ? AbortSignal.any([signal, enough.signal]) : enough.signal,
      onEpoch: async (report) => {
        if (stopping?.observe(report[stopping.monitor]!).stop) enough.abort();
        history.push({ ...report, epoch: history.length + 1, epochs });
        steps += report.steps;
        await others.onEpoch?.(history.at(-1)!);
      },
    });
    current = result.network;
    const stopped = enough.signal.aborted ? "early-stopping" : result.stopped;
    if (stopped === "epochs" && history.length < epochs) continue;
    return { network: current, history, stopped, networkEpoch: history.length, engine: result.engine };
  }
}
