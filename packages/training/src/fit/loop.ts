import { ConvergenceError, type Network, type Samples } from "@reciprocal/network";
import { checkResume } from "../checkpoint/check-resume.js";
import { engineOf } from "../engine/engine-of.js";
import type { Engine } from "../engine/engine.js";
import { createEvaluator, type Evaluator } from "../inference/evaluator.js";
import { type CompiledTrainer, compileTrainer } from "../trainer/trainer.js";
import { changeOf } from "./augmentation.js";
import type { EpochReport } from "./epoch-report.js";
import { fitOptions, type FitOptions } from "./fit-options.js";
import type { FitResult } from "./fit-result.js";
import { guessingLoss, warnOfGuessing } from "./guessing.js";
import { planFit, type FitPlan } from "./plan.js";
import { FitRun } from "./run.js";
import { warnOfStartingScale } from "./starting-scale.js";
import type { SampleStream } from "./stream.js";
import { Turns } from "./turns.js";
import { warnOfUnusedOutputs } from "./unused-outputs.js";

/** Samples per run of the validation. */
const validationBatch = 1000;

/**
 * Trains a network; `onEpoch` follows it.
 *
 * The same network, samples and options give the same numbers on the same engine and kind of processor, and so does a
 * training that was stopped and resumed from a checkpoint, however often.
 *
 * @param network - where to start; not modified
 * @param samples - what to learn from, with labels or targets; not modified
 * @throws {ShapeError | RangeError | TypeError} when samples, network and options do not fit
 * @throws {RangeError} naming what differs, when they are not those of the checkpoint to resume from
 * @throws {DivergenceError} when the loss is no longer finite, saying at which step, with the best network so far
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { evaluate, fit } from "@reciprocal/training";
 *
 * const { train, test } = digits({ train: 2000, test: 500 });
 * const start = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10, activation: "softmax" }] });
 * const { network } = await fit(start, train, { epochs: 5 });
 * console.log((await evaluate(network, test)).accuracy > 0.7);
 * // => false
 */
export async function fit(
  network: Network,
  samples: Samples | SampleStream,
  options: FitOptions = {},
): Promise<FitResult> {
  return untilTheEnd(fitEpochs(network, samples, options), (report) => options.onEpoch?.(report));
}

/**
 * Trains a network and yields a report after every epoch; the generator returns what `fit` resolves to. Leaving the
 * loop early ends training and frees its memory. `onEpoch` is not called.
 *
 * @param network - where to start; not modified
 * @param samples - what to learn from, with labels or targets; not modified
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { fitEpochs } from "@reciprocal/training";
 *
 * const { train } = digits({ train: 500, test: 1 });
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10, activation: "softmax" }] });
 * for await (const { epoch, accuracy } of fitEpochs(network, train, { epochs: 10 })) {
 *   if (epoch === 2) console.log(accuracy! > 0.2);
 *   // => true
 *   if (epoch === 2) break; // ends the training
 * }
 */
export function fitEpochs(
  network: Network,
  samples: Samples | SampleStream,
  options: FitOptions = {},
): AsyncGenerator<EpochReport, FitResult, void> {
  return trainEpochs(network, samples, options, { keepsCheckpoint: true, epochsBefore: 0, isLast: true });
}

/** What a training is to the one who asked for it. */
interface TrainingPart {
  /** Whether the result of an abort has a checkpoint, for which all samples are digested. */
  readonly keepsCheckpoint: boolean;
  /** Epochs of earlier parts. */
  readonly epochsBefore: number;
  /** Whether nothing comes after its last epoch. */
  readonly isLast: boolean;
}

export async function* trainEpochs(
  network: Network,
  samples: Samples | SampleStream,
  options: FitOptions,
  { keepsCheckpoint, epochsBefore, isLast }: TrainingPart,
): AsyncGenerator<EpochReport, FitResult, void> {
  const plan = planFit(network, samples, fitOptions.read("fit", options));
  if (epochsBefore === 0) warnAtStart(plan);
  await checkResume(plan);
  const engine = await engineOf(plan.options);
  warnOfAnotherEngine(plan, engine);
  const { trainer, evaluator, release } = await compile(plan, engine);
  let run: FitRun | undefined;
  try {
    run = new FitRun(plan, trainer);
    const turns = new Turns();
    while (!run.isDone) {
      if (!(await trainEpoch(run, { plan, trainer, turns }))) {
        return await run.result("aborted", { keepsCheckpoint });
      }
      const report = run.endEpoch(await evaluator?.evaluate());
      if (run.isCheckpointDue()) await run.checkpoint();
      yield report;
    }
    const result = await run.result(run.isEnough ? "early-stopping" : "epochs", { keepsCheckpoint });
    if (isLast && !warnIfGrown(plan, result, run.firstLoss)) warnIfGuessing(plan, result, epochsBefore);
    return result;
  } catch (error) {
    throw run && error instanceof ConvergenceError ? run.divergence(error) : error;
  } finally {
    await release();
  }
}

/** Goes through a training to its end. */
export async function untilTheEnd(
  epochs: AsyncGenerator<EpochReport, FitResult, void>,
  onEpoch: (report: EpochReport) => void | Promise<void>,
): Promise<FitResult> {
  try {
    for (;;) {
      const next = await epochs.next();
      if (next.done) return next.value;
      await onEpoch(next.value);
    }
  } finally {
    // frees the sessions when onEpoch threw; does nothing after the end
    await epochs.return(undefined as never);
  }
}

/** Takes the steps that the running epoch still lacks; false if training was aborted before the last of them. */
async function trainEpoch(
  run: FitRun,
  {
    plan,
    trainer,
    turns,
  }: { readonly plan: FitPlan; readonly trainer: CompiledTrainer; readonly turns: Turns },
): Promise<boolean> {
  const { signal, onStep } = plan.options;
  const { epoch } = run;
  run.beginEpoch();
  for await (const { data, chosen } of plan.source.batches(epoch, run.steps)) {
    if (turns.isDue()) await turns.take();
    if (signal?.aborted) return false;
    const step = run.steps;
    const factor = plan.factorAt(epoch, step);
    const change = changeOf(plan, { epoch, step: step + 1 });
    const result = await trainer.stepOn(data, chosen, { rateFactor: factor, change });
    const report = run.afterStep(result, trainer.learningRate * factor, chosen.length);
    await onStep?.(report);
    // after the last step the checkpoint is that of the epoch
    if (step + 1 < plan.steps && run.isCheckpointDue()) await run.checkpoint();
  }
  // a stream that was aborted ends early
  return run.steps === plan.steps;
}

interface Compiled {
  readonly trainer: CompiledTrainer;
  readonly evaluator: Evaluator | undefined;
  readonly release: () => Promise<void>;
}

/** The graphs of training and of validation, which shares the parameters. */
async function compile(
  { network, training, validation, loss, options }: FitPlan,
  engine: Engine,
): Promise<Compiled> {
  const trainer = await compileTrainer("fit", network, {
    ...options,
    data: training,
    isFixed: !options.augment,
    loss,
    engine,
    optimizerState: options.resume?.optimizer,
  });
  if (!validation) return { trainer, evaluator: undefined, release: () => trainer.release() };
  try {
    const evaluator = await createEvaluator(network, validation, {
      batchSize: validationBatch,
      loss,
      engine,
      parameters: trainer.parameters,
    });
    return {
      trainer,
      evaluator,
      release: () => evaluator.release().finally(() => trainer.release()),
    };
  } catch (error) {
    await trainer.release();
    throw error;
  }
}

function warnAtStart({ network, training, options: { resume, onWarning } }: FitPlan): void {
  warnOfUnusedOutputs("fit", network, training, onWarning);
  if (!resume) warnOfStartingScale("fit", network, onWarning);
}

/** How many times its first value a loss must end above for training to have done harm. */
const grown = 10;

/**
 * Warns of a loss that ends far above its first value, and says whether it does. A best epoch that was kept is no loss. Where
 * the loss of guessing is known, the last must be above that too: the first is of one batch, which may be small by chance.
 */
function warnIfGrown(
  { network, training, loss, options: { earlyStopping, onWarning } }: FitPlan,
  { history }: FitResult,
  first: number | undefined,
): boolean {
  const last = history.at(-1);
  if (
    !onWarning ||
    !last ||
    first === undefined ||
    !(last.loss > grown * first) ||
    earlyStopping?.restoreBest
  )
    return false;
  const guess = training && !training.weights ? guessingLoss(network, loss, training) : undefined;
  if (guess !== undefined && last.loss <= guess) return false;
  onWarning(
    `fit: the loss of the last epoch is ${last.loss.toPrecision(3)}, ${(last.loss / first).toPrecision(2)} times that before ` +
      `the first update: the training diverged. A smaller learning rate or clipNorm may help`,
  );
  return true;
}

/** Where the loss is that of the samples alone. */
function warnIfGuessing(
  { network, training, loss, options }: FitPlan,
  { history }: FitResult,
  epochsBefore: number,
): void {
  const { penalties, labelSmoothing, dropout, onWarning } = options;
  const isPlain =
    labelSmoothing === 0 && dropout === 0 && Object.values(penalties).every(({ l1, l2 }) => l1 + l2 === 0);
  const last = history.at(-1);
  if (!isPlain || !last || !training || training.weights) return;
  const epochs = epochsBefore + last.epoch;
  warnOfGuessing("fit", { network, loss, samples: training, epochs, last: last.loss, onWarning });
}

function warnOfAnotherEngine({ options: { resume, onWarning } }: FitPlan, engine: Engine): void {
  if (!resume || (resume.engine.name === engine.name && resume.engine.version === engine.version)) return;
  onWarning?.(
    `fit: the checkpoint is of ${resume.engine.name} ${resume.engine.version}, and ${engine.name} ` +
      `${engine.version} continues from it; the last digits may differ from those of a training in one go`,
  );
}
