import type { Checkpoint, RunningEpoch } from "../checkpoint/checkpoint.js";
import { isCheckpointDue } from "../checkpoint/checkpoint-every.js";
import { ConvergenceError } from "@reciprocal/spectral";
import type { Measured } from "../inference/evaluator.js";
import type { StepResult, Trainer } from "../trainer/trainer.js";
import { adviceOn } from "./divergence-advice.js";
import { DivergenceError } from "./divergence-error.js";
import type { EpochReport, StepReport } from "./epoch-report.js";
import type { FitResult } from "./fit-result.js";
import type { FitPlan } from "./plan.js";

const notBegun: RunningEpoch = { steps: 0, lossSum: 0, correct: 0, learningRate: 0, seconds: 0 };

/** How a training stands: what it has measured so far, and whether it continues. */
export class FitRun {
  readonly #plan: FitPlan;
  readonly #trainer: Trainer;
  readonly #engine: FitResult["engine"];
  readonly #history: EpochReport[];
  #running: RunningEpoch;
  #best: Checkpoint["best"];
  #latest: Checkpoint | undefined;
  #isEnough = false;
  /** The loss of the first step that this run saw, before its update. */
  #firstLoss: number | undefined;
  /** When the running epoch began, less the time that it took before a stop. */
  #started = 0;

  constructor(plan: FitPlan, trainer: Trainer) {
    const { resume } = plan.options;
    this.#engine = trainer.engine;
    this.#plan = plan;
    this.#trainer = trainer;
    this.#history = [...(resume?.history ?? [])];
    this.#running = resume?.running ?? notBegun;
    this.#best = resume?.best;
    this.#latest = resume;
    for (const report of this.#history) this.#observe(report);
  }

  /** Whether early stopping ends the training here. */
  get isEnough(): boolean {
    return this.#isEnough;
  }

  get isDone(): boolean {
    return this.#isEnough || this.#history.length >= this.#plan.options.epochs;
  }

  /** Before the first update of this run; undefined if it took no step. */
  get firstLoss(): number | undefined {
    return this.#firstLoss;
  }

  /** The running epoch, from 1. */
  get epoch(): number {
    return this.#history.length + 1;
  }

  /** Steps done of the running epoch. */
  get steps(): number {
    return this.#running.steps;
  }

  beginEpoch(): void {
    this.#started = performance.now() - 1000 * this.#running.seconds;
  }

  /** Takes what a step measured, and says it in other words. */
  afterStep({ loss, correct }: StepResult, learningRate: number, samples: number): StepReport {
    const running = this.#running;
    const { epoch } = this;
    if (!Number.isFinite(loss)) {
      const { training } = this.#plan;
      const isFirst = this.#trainer.optimizerState().steps === 0;
      throw new ConvergenceError(
        `fit: the loss is ${loss} at step ${running.steps + 1} of epoch ${epoch}` +
          (isFirst ? ", before any update" : "") +
          adviceOn({ training, learningRate: isFirst ? undefined : learningRate }),
      );
    }
    const { steps, training, options } = this.#plan;
    this.#firstLoss ??= loss;
    const seconds = this.#seconds();
    this.#running = {
      steps: running.steps + 1,
      ...(!training && { samples: (running.samples ?? 0) + samples }),
      lossSum: running.lossSum + loss * samples,
      ...(correct !== undefined && { correct: (running.correct ?? 0) + correct }),
      learningRate,
      seconds,
    };
    return {
      ...{ epoch, epochs: options.epochs, step: running.steps + 1, steps, samples, loss },
      ...(correct !== undefined && { accuracy: correct / samples }),
      ...{ learningRate, seconds },
    };
  }

  /** Ends the epoch whose steps are all done. */
  endEpoch(evaluation: Measured | undefined): EpochReport {
    const { steps, training, options } = this.#plan;
    const { epoch } = this;
    const { lossSum, correct, learningRate, samples = training!.count } = this.#running;
    if (evaluation?.problem !== undefined) {
      throw new ConvergenceError(
        `fit: the validation loss is ${evaluation.loss} after epoch ${epoch} (step ${epoch * steps}), as ` +
          evaluation.problem +
          adviceOn({ training: this.#plan.validation, learningRate }),
      );
    }
    const report: EpochReport = {
      epoch,
      epochs: options.epochs,
      steps,
      loss: lossSum / samples,
      ...(correct !== undefined && { accuracy: correct / samples }),
      ...(evaluation && { validationLoss: evaluation.loss }),
      ...(evaluation?.accuracy !== undefined && { validationAccuracy: evaluation.accuracy }),
      learningRate,
      seconds: this.#seconds(),
    };
    this.#history.push(report);
    this.#running = notBegun;
    const improved = this.#observe(report);
    if (improved && this.#plan.stopping?.restoreBest)
      this.#best = { network: this.#trainer.network(), epoch };
    return report;
  }

  /** Whether `onCheckpoint` is to be told now, after a step or an epoch. */
  isCheckpointDue(): boolean {
    const { options, steps } = this.#plan;
    if (!options.onCheckpoint) return false;
    const { epoch } = this;
    if (this.steps > 0) return isCheckpointDue(options.checkpointEvery, { epoch, step: this.steps, steps });
    return this.isDone || isCheckpointDue(options.checkpointEvery, { epoch: epoch - 1, step: steps, steps });
  }

  /** The checkpoint of this moment; `onCheckpoint` is told of it, once. */
  async checkpoint(): Promise<Checkpoint> {
    const latest = this.#latest;
    if (latest?.history.length === this.#history.length && latest.running.steps === this.steps) return latest;
    const { name, version } = this.#engine;
    const checkpoint: Checkpoint = {
      network: this.#trainer.network(),
      optimizer: this.#trainer.optimizerState(),
      history: [...this.#history],
      running: this.#running,
      ...(this.#best && { best: this.#best }),
      settings: await this.#plan.settings(),
      engine: { name, version },
    };
    this.#latest = checkpoint;
    await this.#plan.options.onCheckpoint?.(checkpoint);
    return checkpoint;
  }

  /** The error of a training that diverged, with what is worth keeping. */
  divergence(cause: ConvergenceError): DivergenceError {
    return new DivergenceError(cause.message, { best: this.#best, history: this.#history, cause });
  }

  /** What the training came to. */
  async result(
    stopped: FitResult["stopped"],
    { keepsCheckpoint }: { readonly keepsCheckpoint: boolean },
  ): Promise<FitResult> {
    const best = this.#best;
    const { name, version, warning } = this.#engine;
    return {
      ...(best
        ? { network: best.network, networkEpoch: best.epoch }
        : { network: this.#trainer.network(), networkEpoch: this.#history.length }),
      history: this.#history,
      stopped,
      ...(stopped === "aborted" && keepsCheckpoint && { checkpoint: await this.checkpoint() }),
      engine: { name, version, ...(warning !== undefined && { warning }) },
    };
  }

  #seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  /** Shows an epoch to early stopping; whether it is the best so far. */
  #observe(report: EpochReport): boolean {
    const verdict = this.#plan.stopping?.observe(report[this.#plan.stopping.monitor]!);
    this.#isEnough = verdict?.stop ?? false;
    return verdict?.improved ?? false;
  }
}
