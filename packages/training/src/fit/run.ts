import type { Checkpoint, RunningEpoch } from "../checkpoint/checkpoint.js";
import { isCheckpointDue } from "../checkpoint/checkpoint-every.js";
import { ConvergenceError } from "@reciprocal/spectral";
import type { Evaluation } from "../inference/evaluator.js";
import type { StepResult, Trainer } from "../trainer/trainer.js";
import type { EpochReport } from "./epoch-report.js";
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

  /** Takes what a step measured. */
  afterStep({ loss, correct }: StepResult, learningRate: number, samples: number): void {
    const running = this.#running;
    if (!Number.isFinite(loss)) {
      throw new ConvergenceError(
        `fit: the loss is ${loss} at step ${running.steps + 1} of epoch ${this.epoch}; ` +
          `a smaller learning rate than ${learningRate} may help`,
      );
    }
    this.#running = {
      steps: running.steps + 1,
      lossSum: running.lossSum + loss * samples,
      correct: running.correct + correct,
      learningRate,
      seconds: this.#seconds(),
    };
  }

  /** Ends the epoch whose steps are all done. */
  endEpoch(evaluation: Evaluation | undefined): EpochReport {
    const { steps, training, options } = this.#plan;
    const { epoch } = this;
    const { lossSum, correct, learningRate } = this.#running;
    if (evaluation && !Number.isFinite(evaluation.loss)) {
      throw new ConvergenceError(
        `fit: the validation loss is ${evaluation.loss} after epoch ${epoch} (step ${epoch * steps}); ` +
          `a smaller learning rate than ${learningRate} may help`,
      );
    }
    const report: EpochReport = {
      epoch,
      epochs: options.epochs,
      steps,
      loss: lossSum / training.count,
      accuracy: correct / training.count,
      ...(evaluation && { validationLoss: evaluation.loss, validationAccuracy: evaluation.accuracy }),
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

  /** What the training came to. */
  async result(stopped: FitResult["stopped"]): Promise<FitResult> {
    const best = this.#best;
    const { name, version, warning } = this.#engine;
    return {
      ...(best
        ? { network: best.network, networkEpoch: best.epoch }
        : { network: this.#trainer.network(), networkEpoch: this.#history.length }),
      history: this.#history,
      stopped,
      ...(stopped === "aborted" && { checkpoint: await this.checkpoint() }),
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
