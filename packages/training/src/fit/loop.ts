import type { Network, Samples } from "@reciprocal/network";
import { checkResume } from "../checkpoint/check-resume.js";
import { engineOf } from "../engine/engine-of.js";
import type { Engine } from "../engine/engine.js";
import { createEvaluator, type Evaluator } from "../inference/evaluator.js";
import { compileTrainer } from "../trainer/trainer.js";
import type { Trainer } from "../trainer/trainer.js";
import type { EpochReport } from "./epoch-report.js";
import { fitOptions, type FitOptions } from "./fit-options.js";
import type { FitResult } from "./fit-result.js";
import { planFit, type FitPlan } from "./plan.js";
import { FitRun } from "./run.js";
import { Turns } from "./turns.js";

/** Samples per run of the validation. */
const validationBatch = 1000;

/**
 * Trains a network; `onEpoch` follows it.
 *
 * The same network, samples and options give the same numbers on the same engine and kind of processor, and so does a
 * training that was stopped and resumed from a checkpoint, however often.
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
    // frees the sessions when onEpoch threw; does nothing after the end
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
  const plan = planFit(network, samples, fitOptions.read("fit", options));
  await checkResume(plan);
  const engine = await engineOf(plan.options);
  warnOfAnotherEngine(plan, engine);
  const { trainer, evaluator, release } = await compile(plan, engine);
  try {
    const run = new FitRun(plan, trainer);
    const turns = new Turns();
    while (!run.isDone) {
      if (!(await trainEpoch(run, { plan, trainer, turns }))) return await run.result("aborted");
      const report = run.endEpoch(await evaluator?.evaluate());
      if (run.isCheckpointDue()) await run.checkpoint();
      yield report;
    }
    return await run.result(run.isEnough ? "early-stopping" : "epochs");
  } finally {
    await release();
  }
}

/** Takes the steps that the running epoch still lacks; false if training was aborted before the last of them. */
async function trainEpoch(
  run: FitRun,
  { plan, trainer, turns }: { readonly plan: FitPlan; readonly trainer: Trainer; readonly turns: Turns },
): Promise<boolean> {
  const { batchSize, signal } = plan.options;
  const { epoch } = run;
  run.beginEpoch();
  const order = plan.orderOf(epoch);
  for (let step = run.steps; step < plan.steps; step++) {
    if (turns.isDue()) await turns.take();
    if (signal?.aborted) return false;
    const batch = order.subarray(step * batchSize, (step + 1) * batchSize);
    const factor = plan.factorAt(epoch, step);
    run.afterStep(await trainer.step(batch, factor), trainer.learningRate * factor, batch.length);
    // after the last step the checkpoint is that of the epoch
    if (step + 1 < plan.steps && run.isCheckpointDue()) await run.checkpoint();
  }
  return true;
}

interface Compiled {
  readonly trainer: Trainer;
  readonly evaluator: Evaluator | undefined;
  readonly release: () => Promise<void>;
}

/** The graphs of training and of validation, which shares the parameters. */
async function compile(
  { network, training, validation, options }: FitPlan,
  engine: Engine,
): Promise<Compiled> {
  const trainer = await compileTrainer(network, training, {
    ...options,
    engine,
    optimizerState: options.resume?.optimizer,
  });
  if (!validation) return { trainer, evaluator: undefined, release: () => trainer.release() };
  try {
    const evaluator = await createEvaluator(network, validation, {
      batchSize: validationBatch,
      loss: options.loss,
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

function warnOfAnotherEngine({ options: { resume, onWarning } }: FitPlan, engine: Engine): void {
  if (!resume || (resume.engine.name === engine.name && resume.engine.version === engine.version)) return;
  onWarning?.(
    `fit: the checkpoint is of ${resume.engine.name} ${resume.engine.version}, and ${engine.name} ` +
      `${engine.version} continues from it; the last digits may differ from those of a training in one go`,
  );
}
