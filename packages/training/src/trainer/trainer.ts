import { number } from "@reciprocal/guards";
import { outputSize, validateNetwork, type Network, type Samples } from "@reciprocal/network";
import { engineOf } from "../engine/engine-of.js";
import type { Engine, Session, TensorData } from "../engine/engine.js";
import type { FormName } from "@reciprocal/onnx";
import { createOptimizer } from "../optimizers/create-optimizer.js";
import type { OptimizerState } from "../optimizers/optimizer-state.js";
import type { Optimizer } from "../optimizers/optimizer.js";
import { checkSamples, countCorrect, type CheckedSamples } from "../samples.js";
import { BatchFeeds } from "./batch-feeds.js";
import { compileStep, type CompiledStep } from "./compile-step.js";
import { trainerOptions, type TrainerOptions, type TrainerSettings } from "./options.js";
import { ParameterStore } from "./parameter-store.js";

/** What one step measured, before its update. */
export interface StepResult {
  /** Mean loss over the batch, penalties included. */
  readonly loss: number;
  /** Samples of the batch whose largest output was the right one; NaN for a network with one output. */
  readonly correct: number;
}

/** A network in training, compiled: forward pass, loss and gradients as one graph, one optimizer pass per group. */
export interface Trainer {
  readonly engine: Engine;
  /** How each mapping layer is computed, by its index in the network. */
  readonly forms: Readonly<Record<number, FormName>>;
  /**
   * One step on the given samples, at the optimizer's learning rate times `rateFactor` (default 1). A loss that is not
   * finite is returned without an update.
   *
   * @throws {RangeError} for a sample that is not there, no sample at all, or a factor that is negative or not finite
   * @throws {Error} when the step before has not finished: wait for it
   */
  step(samples: ArrayLike<number>, rateFactor?: number): Promise<StepResult>;
  /** Of the optimizer, before any factor. */
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
  /** Frees the native memory; the trainer is of no use afterwards. */
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
 * them in place. Batches are copied row by row from the samples.
 *
 * @throws {ShapeError | RangeError | TypeError} when samples, network and options do not fit
 */
export async function createTrainer(
  network: Network,
  samples: Samples,
  options: TrainerOptions = {},
): Promise<Trainer> {
  const settings = trainerOptions.read("createTrainer", options);
  validateNetwork(network);
  const data = checkSamples("createTrainer", network, samples);
  return compileTrainer(network, data, { ...settings, engine: await engineOf(settings) });
}

/** The same for a network, samples and options that were checked. */
export async function compileTrainer(
  network: Network,
  data: CheckedSamples,
  settings: Omit<TrainerSettings, "optimizerState"> & {
    readonly engine: Engine;
    readonly optimizerState?: OptimizerState | undefined;
  },
): Promise<Trainer> {
  const step = await compileStep(network, data, settings);
  const optimizer = createOptimizer(settings.optimizer);
  const store = new ParameterStore(network, step.moving, optimizer, settings.optimizerState);
  const session = await settings.engine.createSession(step.model);
  return new CompiledTrainer({
    engine: settings.engine,
    data,
    step,
    store,
    optimizer,
    session,
    outputs: outputSize(network),
  });
}

interface TrainerParts {
  readonly engine: Engine;
  readonly data: CheckedSamples;
  readonly step: CompiledStep;
  readonly store: ParameterStore;
  readonly optimizer: Optimizer;
  readonly session: Session;
  readonly outputs: number;
}

class CompiledTrainer implements Trainer {
  readonly engine: Engine;
  readonly forms: Trainer["forms"];
  readonly learningRate: number;
  readonly parameters: Trainer["parameters"];
  readonly #data: CheckedSamples;
  readonly #store: ParameterStore;
  readonly #session: Session;
  readonly #masks: CompiledStep["masks"];
  readonly #feeds: BatchFeeds;
  readonly #outputs: number;
  #isRunning = false;

  constructor({ engine, data, step, store, optimizer, session, outputs }: TrainerParts) {
    this.engine = engine;
    this.forms = step.forms;
    this.learningRate = optimizer.learningRate;
    this.parameters = store.feeds();
    this.#data = data;
    this.#store = store;
    this.#session = session;
    this.#masks = step.masks;
    const others = { ...this.parameters, ...step.masks.feeds };
    this.#feeds = new BatchFeeds(data, { rows: step.rows, outputs, others });
    this.#outputs = outputs;
  }

  async step(chosen: ArrayLike<number>, rateFactor = 1): Promise<StepResult> {
    this.#checkStep(chosen, rateFactor);
    const feeds = this.#feeds.of(chosen);
    this.#isRunning = true;
    const { loss, scores, ...gradients } = await this.#masks.run(this.#session, feeds).finally(() => {
      this.#isRunning = false;
    });
    const correct = countCorrect(scores!, {
      count: chosen.length,
      outputs: this.#outputs,
      classOf: (i) => this.#data.classOf(chosen[i]!),
    });
    // a loss that is not finite leaves the parameters as they were before it
    if (Number.isFinite(loss![0])) this.#store.update(gradients, this.learningRate * rateFactor);
    return { loss: loss![0]!, correct };
  }

  network(): Network {
    return this.#store.network();
  }

  optimizerState(): OptimizerState {
    return this.#store.state();
  }

  release(): Promise<void> {
    return this.#session.release();
  }

  #checkStep(chosen: ArrayLike<number>, rateFactor: number): void {
    if (this.#isRunning) throw new Error("step: the step before has not finished; wait for it");
    number({ min: 0 }).read("step", "the factor on the learning rate", rateFactor);
    if (chosen.length === 0) throw new RangeError("step: needs at least one sample, got none");
    const { count } = this.#data;
    for (let i = 0; i < chosen.length; i++) {
      if (Number.isInteger(chosen[i]) && chosen[i]! >= 0 && chosen[i]! < count) continue;
      throw new RangeError(`step: sample ${i} of the batch must be from 0 to ${count - 1}, got ${chosen[i]}`);
    }
  }
}
