import { inputSize, type Network, parameterKey, validateNetwork } from "@reciprocal/network";
import type { Engine, TensorData } from "./engine/engine.js";
import { loadEngine } from "./engine/load-engine.js";
import { checkOptions, checkWhole } from "./internal/check-options.js";
import { encodeModel, input, topologicalOrder, type Value } from "@reciprocal/graph";
import { MaskBrackets } from "./internal/mask-brackets.js";
import { outputsOf } from "./internal/outputs-of.js";
import { lossSum, type Loss } from "./losses.js";
import { lowerNetwork } from "@reciprocal/onnx";
import { checkSamples, countRows, largest, type CheckedSamples, type Samples } from "./samples.js";

export interface InferenceOptions {
  /** Samples per run. Default 1000. */
  readonly batchSize?: number;
  /** Default: the one that loadEngine finds. */
  readonly engine?: Engine;
  /** Told when that is not the preferred one; see EngineOptions. */
  readonly onWarning?: (message: string) => void;
}

export interface EvaluateOptions extends InferenceOptions {
  /** Default `cross-entropy`. */
  readonly loss?: Loss;
}

/** How well a network does on some samples. */
export interface Evaluation {
  /** Mean loss over the samples, without penalties. */
  readonly loss: number;
  /** Fraction of the samples whose largest output is the right one; NaN for a network with one output. */
  readonly accuracy: number;
}

/**
 * Measures a network on samples.
 *
 * @throws {ShapeError | RangeError | TypeError} when samples and network do not fit
 */
export async function evaluate(
  network: Network,
  samples: Samples,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  checkOptions("evaluate", options, ["batchSize", "loss", "engine", "onWarning"]);
  const { batchSize = 1000, loss = "cross-entropy" } = options;
  checkWhole("evaluate", "batchSize", batchSize);
  validateNetwork(network);
  const data = checkSamples("evaluate", network, outputsOf(network), samples);
  const engine = options.engine ?? (await loadEngine(options.onWarning && { onWarning: options.onWarning }));
  const evaluator = await createEvaluator(network, data, { batchSize, loss, engine, parameters: {} });
  try {
    return await evaluator.evaluate();
  } finally {
    await evaluator.release();
  }
}

/**
 * Computes the outputs of a network: count × outputs, row-major.
 *
 * @throws {ShapeError | RangeError} when the inputs do not fit the network
 */
export async function predict(
  network: Network,
  inputs: Float32Array,
  options: InferenceOptions = {},
): Promise<Float32Array> {
  checkOptions("predict", options, ["batchSize", "engine", "onWarning"]);
  const { batchSize = 1000 } = options;
  checkWhole("predict", "batchSize", batchSize);
  validateNetwork(network);
  const count = countRows("predict", network, inputs);
  const engine = options.engine ?? (await loadEngine(options.onWarning && { onWarning: options.onWarning }));

  const x = input("x", ["batch", inputSize(network)]);
  const { outputs } = lowerNetwork(network, x, { batchSize });
  const session = await engine.createSession(encodeModel({ outputs }));
  try {
    const width = outputsOf(network);
    const all = new Float32Array(count * width);
    for (const [start, end] of ranges(count, batchSize)) {
      const rows = inputs.subarray(start * inputSize(network), end * inputSize(network));
      const { outputs: part } = await session.run({
        x: { data: rows, shape: [end - start, inputSize(network)] },
      });
      all.set(part!, start * width);
    }
    return all;
  } finally {
    await session.release();
  }
}

/** Measures the same samples again and again while the parameters change. */
export interface Evaluator {
  evaluate(): Promise<Evaluation>;
  release(): Promise<void>;
}

export interface EvaluatorOptions {
  readonly batchSize: number;
  readonly loss: Loss;
  readonly engine: Engine;
  /** Arrays that hold the trained numbers, by the names of their inputs; empty to take all from the network. */
  readonly parameters: Readonly<Record<string, TensorData>>;
}

export async function createEvaluator(
  network: Network,
  data: CheckedSamples,
  { batchSize, loss, engine, parameters }: EvaluatorOptions,
): Promise<Evaluator> {
  const outputs = outputsOf(network);
  const x = input("x", ["batch", inputSize(network)]);
  const targets = input("targets", ["batch", outputs]);
  const lowered = lowerNetwork(network, x, {
    batchSize,
    isInput: (id) => parameterKey(id) in parameters,
  });
  const masks = new MaskBrackets(lowered.masks);
  const results: Record<string, Value> = {
    loss: lossSum(loss, lowered, targets),
    scores: lowered.logits ?? lowered.outputs,
    ...masks.results,
  };
  const used = new Set(
    topologicalOrder(Object.values(results)).map((value) => value.kind === "input" && value.name),
  );
  const batches = ranges(data.count, batchSize).map(([start, end]) => {
    const targetRows = new Float32Array((end - start) * outputs);
    for (let i = start; i < end; i++) data.writeTarget(targetRows, i - start, i);
    const feeds: Record<string, TensorData> = {
      ...Object.fromEntries(Object.entries(parameters).filter(([name]) => used.has(name))),
      ...masks.feeds,
      x: {
        data: data.inputs.subarray(start * inputSize(network), end * inputSize(network)),
        shape: [end - start, inputSize(network)],
      },
      targets: { data: targetRows, shape: [end - start, outputs] },
    };
    return { start, end, feeds };
  });
  const session = await engine.createSession(encodeModel(results));

  return {
    async evaluate() {
      let total = 0;
      let correct = outputs > 1 ? 0 : NaN;
      for (const { start, end, feeds } of batches) {
        const { loss: sum, scores } = await masks.run(session, feeds);
        total += sum![0]!;
        for (let i = start; i < end; i++) {
          if (largest(scores!, (i - start) * outputs, outputs) === data.classOf(i)) correct++;
        }
      }
      return { loss: total / data.count, accuracy: correct / data.count };
    },
    release: () => session.release(),
  };
}

function ranges(count: number, size: number): [start: number, end: number][] {
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => [
    i * size,
    Math.min((i + 1) * size, count),
  ]);
}
