import { inputSize, type Network, validateNetwork } from "@reciprocal/network";
import type { Engine, TensorData } from "./engine/engine.js";
import {
  add,
  encodeModel,
  gradients,
  input,
  multiply,
  topologicalOrder,
  type Value,
} from "@reciprocal/graph";
import { FeatureStore } from "./internal/feature-store.js";
import { MaskBrackets } from "./internal/mask-brackets.js";
import { gradientName, ParameterStore } from "./internal/parameter-store.js";
import { lossSum, type Loss } from "./losses.js";
import { lowerNetwork, type FormName } from "@reciprocal/onnx";
import { createOptimizer } from "./optimizers/create-optimizer.js";
import type { OptimizerState } from "./optimizers/optimizer-state.js";
import type { OptimizerOptions } from "./optimizers/optimizer.js";
import { outputsOf } from "./internal/outputs-of.js";
import { penaltySum, type Penalties } from "./penalties.js";
import { checkSamples, largest, type Samples } from "./samples.js";
import { loadEngine } from "./engine/load-engine.js";
import { checkWhole } from "./internal/check-options.js";

export interface TrainerOptions {
  /** Samples per step, for choosing the cheapest form of each layer; a step may still have fewer. Default 32. */
  readonly batchSize?: number;
  /** Default `cross-entropy`. */
  readonly loss?: Loss;
  /** Default Adam with its defaults. */
  readonly optimizer?: OptimizerOptions;
  /** Of the trainer from which `network` came, for training to go on as if it had not ended. Default: a fresh one. */
  readonly optimizerState?: OptimizerState | undefined;
  /** Default none. */
  readonly penalties?: Penalties;
  /** Default: the one that loadEngine finds. */
  readonly engine?: Engine;
  /** Told when that is not the preferred one; see EngineOptions. */
  readonly onWarning?: (message: string) => void;
  /**
   * The most memory, in bytes, that may be spent on what the frozen part of the first layer makes of the data: for φx
   * 4 × samples × outputs bytes, for Vᵀx of S-SVD and Qx of S-QR 4 × samples × min(inputs, outputs). Beyond it the layer
   * is computed in every step. Default 1 GiB.
   */
  readonly precomputeLimitBytes?: number;
}

/** What one step measured, before its update. */
export interface StepResult {
  /** Mean loss over the batch, penalties included. */
  readonly loss: number;
  /** Samples of the batch whose largest output was the right one; NaN for a network with one output. */
  readonly correct: number;
}

/** A network in training, compiled: forward pass, loss and gradients as one graph, one optimiser pass per group. */
export interface Trainer {
  readonly engine: Engine;
  /** How each mapping layer is computed, by its index in the network. */
  readonly forms: Readonly<Record<number, FormName>>;
  /**
   * One step on the given samples, at the optimiser's learning rate times `rateFactor` (default 1). A loss that is not
   * finite is returned without an update.
   *
   * @throws {RangeError} for a sample that is not there, no sample at all, or a factor that is negative or not finite
   * @throws {Error} when the step before has not finished: wait for it
   */
  step(samples: ArrayLike<number>, rateFactor?: number): Promise<StepResult>;
  /** Of the optimiser, before any factor. */
  readonly learningRate: number;
  /** The arrays that hold the trained numbers, by the names of their inputs; every step changes them in place. */
  readonly parameters: Readonly<Record<string, TensorData>>;
  /**
   * The network with the numbers as they are now.
   *
   * @throws {ConvergenceError} when one of them is no longer finite
   */
  network(): Network;
  /** What the optimiser remembers, as it is now: with `network()` all that another trainer needs to go on. */
  optimizerState(): OptimizerState;
  /** Frees the native memory; the trainer is of no use afterwards. */
  release(): Promise<void>;
}

export const defaultBatchSize = 32;
export const defaultOptimizer: OptimizerOptions = { kind: "adam" };
export const defaultPrecomputeLimitBytes = 2 ** 30;

const dataName = "x";
const targetsName = "targets";
const inverseCountName = "inverseCount";

/** Batches of so many different sizes keep their arrays; an epoch has two. */
const keptBatchSizes = 4;

/**
 * Compiles the training of a network on given samples.
 *
 * Dynamic masks are found anew in every step, exactly, on w as the graph forms it in float32; what they hide gets no
 * gradient. A step of a network with masks now and then runs its graph twice, where a threshold moved further than was
 * guessed (see MaskBrackets); its result is the same.
 *
 * The gradients leave the graph and one pass over the parameters, their optimiser state and their gradients updates
 * them in place. Batches are copied row by row from the samples.
 *
 * @throws {ShapeError | RangeError | TypeError} when samples, network and options do not fit
 */
export async function createTrainer(
  network: Network,
  samples: Samples,
  options: TrainerOptions = {},
): Promise<Trainer> {
  const {
    batchSize = defaultBatchSize,
    loss = "cross-entropy",
    optimizer: optimizerOptions = defaultOptimizer,
    penalties = {},
    precomputeLimitBytes = defaultPrecomputeLimitBytes,
  } = options;
  checkWhole("createTrainer", "batchSize", batchSize);
  if (!(precomputeLimitBytes >= 0)) {
    throw new RangeError(
      `createTrainer: precomputeLimitBytes must be at least 0, got ${precomputeLimitBytes}`,
    );
  }
  validateNetwork(network);
  const optimizer = createOptimizer(optimizerOptions);
  const outputs = outputsOf(network);
  const data = checkSamples("createTrainer", network, outputs, samples);
  const engine = options.engine ?? (await loadEngine(options.onWarning && { onWarning: options.onWarning }));

  const x = input(dataName, ["batch", inputSize(network)]);
  const targets = input(targetsName, ["batch", outputs]);
  const inverseCount = input(inverseCountName, []);
  const features = new FeatureStore(data.count, precomputeLimitBytes);
  const lowered = lowerNetwork(network, x, {
    batchSize,
    isInput: (_, trainable) => trainable,
    isDifferentiated: true,
    precompute: features.precompute,
  });
  const trained = lowered.mappings.flatMap((mapping) => mapping.parameters);
  if (trained.length === 0) throw new TypeError("createTrainer: nothing in the network is trainable");

  const penalty = penaltySum(penalties, lowered.mappings);
  const meanLoss = multiply(lossSum(loss, lowered, targets), inverseCount);
  const total = penalty ? add(meanLoss, penalty) : meanLoss;
  const slopes = gradients(
    total,
    trained.map((parameter) => parameter.input),
  );

  const masks = new MaskBrackets(lowered.masks);
  const results: Record<string, Value> = {
    loss: total,
    scores: lowered.logits ?? lowered.outputs,
    ...masks.results,
  };
  // a group on which the loss does not depend (behind a silent layer, say) keeps its values
  const moving = trained.filter((_, i) => slopes[i]);
  trained.forEach((parameter, i) => slopes[i] && (results[gradientName(parameter)] = slopes[i]));

  const used = new Set(topologicalOrder(Object.values(results)));
  const rows = [
    ...(used.has(x) ? [{ name: dataName, width: inputSize(network), values: data.inputs }] : []),
    ...(await features.compute(engine, x, data.inputs, used)),
  ];
  const store = new ParameterStore(network, moving, optimizer, options.optimizerState);
  const parameterFeeds = store.feeds();
  const session = await engine.createSession(encodeModel(results));

  interface Batch {
    readonly rows: readonly Float32Array[];
    readonly targets: Float32Array;
    readonly feeds: Record<string, TensorData>;
  }
  const batches = new Map<number, Batch>();
  const batchOf = (count: number): Batch => {
    let batch = batches.get(count);
    if (!batch) {
      const targetRows = new Float32Array(count * outputs);
      const arrays = rows.map(({ width }) => new Float32Array(count * width));
      const rowFeeds = rows.map(
        ({ name, width }, i) => [name, { data: arrays[i]!, shape: [count, width] }] as const,
      );
      const feeds = {
        ...parameterFeeds,
        ...masks.feeds,
        ...Object.fromEntries(rowFeeds),
        [targetsName]: { data: targetRows, shape: [count, outputs] },
        [inverseCountName]: { data: Float32Array.of(1 / count), shape: [] },
      };
      batch = { rows: arrays, targets: targetRows, feeds };
      if (batches.size === keptBatchSizes) batches.clear();
      batches.set(count, batch);
    }
    return batch;
  };

  let isRunning = false;
  return {
    engine,
    learningRate: optimizer.learningRate,
    parameters: parameterFeeds,
    forms: Object.fromEntries(lowered.mappings.map(({ layer, form }) => [layer, form])),
    async step(chosen, rateFactor = 1) {
      if (isRunning) throw new Error("step: the step before has not finished; wait for it");
      if (!(rateFactor >= 0 && Number.isFinite(rateFactor))) {
        throw new RangeError(
          `step: the factor on the learning rate must be finite and at least 0, got ${rateFactor}`,
        );
      }
      const count = chosen.length;
      if (count === 0) throw new RangeError("step: needs at least one sample, got none");
      for (let i = 0; i < count; i++) {
        if (!(Number.isInteger(chosen[i]) && chosen[i]! >= 0 && chosen[i]! < data.count)) {
          throw new RangeError(
            `step: sample ${i} of the batch must be from 0 to ${data.count - 1}, got ${chosen[i]}`,
          );
        }
      }
      const batch = batchOf(count);
      for (let r = 0; r < rows.length; r++) copyRows(rows[r]!, chosen, batch.rows[r]!);
      for (let i = 0; i < count; i++) data.writeTarget(batch.targets, i, chosen[i]!);

      isRunning = true;
      const {
        loss: lossValue,
        scores,
        ...slopesByName
      } = await masks.run(session, batch.feeds).finally(() => {
        isRunning = false;
      });
      let correct = outputs > 1 ? 0 : NaN;
      for (let i = 0; i < count; i++) {
        if (largest(scores!, i * outputs, outputs) === data.classOf(chosen[i]!)) correct++;
      }
      // a loss that is not finite leaves the parameters as they were before it
      if (Number.isFinite(lossValue![0])) store.update(slopesByName, optimizer.learningRate * rateFactor);
      return { loss: lossValue![0]!, correct };
    },
    network: () => store.network(),
    optimizerState: () => store.state(),
    release: () => session.release(),
  };
}

function copyRows(
  { width, values }: { readonly width: number; readonly values: Float32Array },
  chosen: ArrayLike<number>,
  into: Float32Array,
): void {
  for (let i = 0; i < chosen.length; i++) {
    const start = chosen[i]! * width;
    into.set(values.subarray(start, start + width), i * width);
  }
}
