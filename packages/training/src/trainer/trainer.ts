import { number } from "@reciprocal/guards";
import {
  checkSamples,
  chooseLoss,
  inputSize,
  outputSize,
  validateNetwork,
  type CheckedSamples,
  type Loss,
  type Network,
  type Samples,
} from "@reciprocal/network";
import type { FormName } from "@reciprocal/onnx";
import { withClassWeights } from "../class-weights.js";
import { engineOf } from "../engine/engine-of.js";
import type { Engine, Session, TensorData } from "../engine/engine.js";
import { highestRate } from "../optimizers/create-optimizer.js";
import type { OptimizerState } from "../optimizers/optimizer-state.js";
import { RightAnswers } from "../right-answers.js";
import { BatchFeeds, type Batch } from "./batch-feeds.js";
import { compileStep, type CompiledStep } from "./compile-step.js";
import { Dropout } from "./dropout.js";
import { checkSmoothing, smooth } from "./label-smoothing.js";
import { trainerOptions, type TrainerOptions, type TrainerSettings } from "./options.js";
import { ParameterStore } from "./parameter-store.js";
import { RowSums } from "./row-sums.js";

/** What one step measured, before its update. */
export interface StepResult {
  /** Mean loss over the batch, penalties included. */
  readonly loss: number;
  /**
   * Samples of the batch with the right answer: the largest output is that of the class; the one output is on the right
   * side of 1/2; with targets for binary-cross-entropy every output counts, as one part of its sample. Absent where answers
   * are not right or wrong: targets with another loss, unless the network ends with a softmax.
   */
  readonly correct?: number;
}

/**
 * A network in training, compiled: forward pass, loss and gradients as one graph, one optimizer pass per group.
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { createTrainer } from "@reciprocal/training";
 *
 * const { train } = digits({ train: 100, test: 1 });
 * const layers = [{ kind: "spectral", units: 10, activation: "softmax" }] as const;
 * const trainer = await createTrainer(createNetwork({ inputShape: 784, layers }), train);
 * const { loss } = await trainer.step([0, 1, 2]);
 * console.log(loss > 0, trainer.network().layers.length, trainer.optimizerState().groups.length);
 * // => true 2 3
 * await trainer.release();
 */
export interface Trainer {
  /** What runs the graph. */
  readonly engine: Engine;
  /** How each mapping layer is computed, by its index in the network. */
  readonly forms: Readonly<Record<number, FormName>>;
  /**
   * One step on the given samples, at the optimizer's learning rate times `rateFactor` (default 1). A loss that is not
   * finite is returned without an update, and without `correct`.
   *
   * @param samples - places of the samples of the batch, 0 for the first; one may be there twice
   * @param rateFactor - what the learning rates are multiplied by
   * @throws {RangeError} for a sample that is not there, no sample at all, or a factor that is negative or not finite
   * @throws {ConvergenceError} naming the group, when the loss is finite but a gradient, a number of the network or what the
   * optimizer keeps is not, as Adam's mean of squares beyond |g| ≈ 6·10²⁰; the trainer is of no use then
   * @throws {Error} when the step before has not finished: wait for it; for a sample whose inputs were changed after
   * something was computed of them; and after `release`
   */
  step(samples: ArrayLike<number>, rateFactor?: number): Promise<StepResult>;
  /** The highest of a group that trains, before any factor. */
  readonly learningRate: number;
  /** The arrays that hold the parameters, by the names of their inputs; every step changes them in place. */
  readonly parameters: Readonly<Record<string, TensorData>>;
  /**
   * The network with the parameters as they are now.
   *
   * @throws {ConvergenceError} when one of them is no longer finite
   */
  network(): Network;
  /** What the optimizer remembers, as it is now: with `network()` all that another trainer needs to go on. */
  optimizerState(): OptimizerState;
  /**
   * Waits for the step that is going on, then frees the native memory. The trainer takes no further step, but `network` and
   * `optimizerState` still answer. Does nothing a second time.
   */
  release(): Promise<void>;
}

/**
 * Compiles the training of a network on given samples.
 *
 * Dynamic masks are found anew in every step, exactly, on w as the graph forms it in float32; what they hide gets no
 * gradient. A step of a network with masks now and then runs its graph twice, if a threshold moved further than was
 * guessed (see MaskBrackets); its result is the same.
 *
 * The gradients leave the graph and one pass over the parameters, their optimizer state and their gradients updates
 * them in place. Batches are copied row by row from the samples, labels once at the beginning. Inputs that were changed in
 * place are taken as they are then, unless something was computed of them ahead (see precomputeLimitBytes): a step on such
 * a sample is refused.
 *
 * @param network - where to start; not modified
 * @param samples - what to take steps on, with labels or targets
 * @throws {ShapeError | RangeError | TypeError} when samples, network and options do not fit
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { createTrainer, epochOrder } from "@reciprocal/training";
 *
 * const { train } = digits({ train: 100, test: 1 });
 * const layers = [{ kind: "spectral", units: 10, activation: "softmax" }] as const;
 * const trainer = await createTrainer(createNetwork({ inputShape: 784, layers }), train);
 * for (let epoch = 1; epoch <= 2; epoch++) await trainer.step(epochOrder(train.count, { epoch }));
 * const network = trainer.network();
 * await trainer.release();
 */
export async function createTrainer(
  network: Network,
  samples: Samples,
  options: TrainerOptions = {},
): Promise<Trainer> {
  const where = "createTrainer";
  const settings = trainerOptions.read(where, options);
  validateNetwork(network);
  const isLabeled = (samples as Partial<Samples> | null)?.labels !== undefined;
  const loss = chooseLoss(where, network, { given: settings.loss, isLabeled });
  const data = withClassWeights(where, checkSamples(where, network, samples, loss), {
    classWeights: settings.classWeights,
    outputs: outputSize(network),
  });
  const engine = await engineOf(settings);
  return compileTrainer(where, network, { ...settings, data, isFixed: true, loss, engine });
}

/** What a trainer is made of, checked. */
export interface CompileSettings extends Omit<TrainerSettings, "optimizerState" | "loss" | "classWeights"> {
  /** The samples, with the weights of their classes; absent if they come with every step. */
  readonly data: CheckedSamples | undefined;
  /** Whether they are the same in every step. */
  readonly isFixed: boolean;
  readonly loss: Loss;
  readonly engine: Engine;
  readonly optimizerState?: OptimizerState | undefined;
}

/** The same for a network, samples and options that were checked. */
export async function compileTrainer(
  where: string,
  network: Network,
  settings: CompileSettings,
): Promise<CompiledTrainer> {
  const { data, loss, labelSmoothing, dropout: rates, seed, engine } = settings;
  checkSmoothing(where, labelSmoothing, loss);
  const dropout = rates === 0 ? undefined : new Dropout(where, network, { dropout: rates, seed });
  const step = await compileStep(network, settings.isFixed ? data : undefined, {
    ...settings,
    where,
    dropout,
    isWeighted: data === undefined || data.weights !== undefined,
  });
  const store = new ParameterStore(network, step.moving, {
    settings: settings.optimizer,
    start: settings.optimizerState,
    clipNorm: settings.clipNorm,
  });
  const session = await engine.createSession(step.model);
  try {
    return new CompiledTrainer({ where, network, settings, step, dropout, store, session });
  } catch (error) {
    await session.release(); // of samples so many that there is no memory left
    throw error;
  }
}

interface TrainerParts {
  readonly where: string;
  readonly network: Network;
  readonly settings: CompileSettings;
  readonly step: CompiledStep;
  readonly dropout: Dropout | undefined;
  readonly store: ParameterStore;
  readonly session: Session;
}

/** What else a step may be told. */
interface StepExtras {
  readonly rateFactor: number;
  /** Changes the copy of the batch, before labels are smoothed. */
  readonly change?: ((batch: Batch) => void | Promise<void>) | undefined;
}

/** A trainer that can also take a step on samples of another set, of the same network. */
export class CompiledTrainer implements Trainer {
  readonly engine: Engine;
  readonly forms: Trainer["forms"];
  readonly learningRate: number;
  readonly parameters: Trainer["parameters"];
  readonly #parts: TrainerParts;
  readonly #feeds: BatchFeeds;
  readonly #answers: RightAnswers;
  readonly #outputs: number;
  /** Of the samples of which something was precomputed. */
  readonly #sums: RowSums | undefined;
  #isRunning = false;
  /** Settles when the last step has. */
  #last: Promise<unknown> = Promise.resolve();
  #released: Promise<void> | undefined;

  constructor(parts: TrainerParts) {
    const { network, settings, step, dropout, store } = parts;
    const { data } = settings;
    this.engine = settings.engine;
    this.forms = step.forms;
    this.learningRate = highestRate(network, settings.optimizer);
    this.parameters = store.feeds();
    this.#parts = parts;
    this.#outputs = outputSize(network);
    const { takesInputs, features } = step;
    this.#feeds = new BatchFeeds({
      inputs: takesInputs ? inputSize(network) : undefined,
      features,
      outputs: this.#outputs,
      isWeighted: data === undefined || data.weights !== undefined,
      hasMean: true,
      masks: dropout?.inputs ?? [],
      others: { ...this.parameters, ...step.masks.feeds },
    });
    this.#answers = new RightAnswers(network, settings.loss);
    this.#sums = data && features.length > 0 ? new RowSums(data.inputs, inputSize(network)) : undefined;
  }

  step(chosen: ArrayLike<number>, rateFactor = 1): Promise<StepResult> {
    return this.stepOn(this.#parts.settings.data!, chosen, { rateFactor });
  }

  /** One step on some of the given samples, which carry the weights of their classes. */
  async stepOn(data: CheckedSamples, chosen: ArrayLike<number>, extras: StepExtras): Promise<StepResult> {
    this.#checkStep(data, chosen, extras.rateFactor);
    this.#isRunning = true;
    const step = this.#take(data, chosen, extras);
    this.#last = step.catch(() => {}); // who waits for the step is told
    return step;
  }

  async #take(
    data: CheckedSamples,
    chosen: ArrayLike<number>,
    { rateFactor, change }: StepExtras,
  ): Promise<StepResult> {
    const { step, dropout, store, session, settings } = this.#parts;
    try {
      const batch = this.#feeds.of(data, chosen);
      const changed = change?.(batch);
      if (changed) await changed;
      smooth(batch.targets, settings, this.#outputs);
      dropout?.fill(batch.masks, store.steps);
      const { loss, scores, ...gradients } = await step.masks.run(session, batch.feeds);
      // a loss that is not finite leaves the parameters as they were before it
      if (!Number.isFinite(loss![0])) return { loss: loss![0]! };
      const correct = this.#answers.count(scores!, data, chosen);
      store.update(gradients, rateFactor);
      return { loss: loss![0]!, ...(correct !== undefined && { correct }) };
    } finally {
      this.#isRunning = false;
    }
  }

  network(): Network {
    return this.#parts.store.network();
  }

  optimizerState(): OptimizerState {
    return this.#parts.store.state();
  }

  release(): Promise<void> {
    return (this.#released ??= this.#last.then(() => this.#parts.session.release()));
  }

  #checkStep({ count }: CheckedSamples, chosen: ArrayLike<number>, rateFactor: number): void {
    if (this.#released) throw new Error("step: the trainer was released");
    if (this.#isRunning) throw new Error("step: the step before has not finished; wait for it");
    number({ min: 0 }).read("step", "the factor on the learning rate", rateFactor);
    if (chosen.length === 0) throw new RangeError("step: needs at least one sample, got none");
    for (let i = 0; i < chosen.length; i++) {
      const sample = chosen[i]!;
      if (!(Number.isInteger(sample) && sample >= 0 && sample < count)) {
        throw new RangeError(`step: sample ${i} of the batch must be from 0 to ${count - 1}, got ${sample}`);
      }
      if (this.#sums && !this.#sums.isSame(sample)) {
        throw new Error(
          `${this.#parts.where}: the inputs of sample ${sample} are not what they were when training began, and what the first ` +
            "layer makes of them was computed then; leave the array as it is, or change batches by `augment` of fit, or " +
            "give precomputeLimitBytes: 0",
        );
      }
    }
  }
}
