import { encodeModel, input, topologicalOrder, type Value } from "@reciprocal/graph";
import { inputSize, outputSize, parameterKey, type Loss, type Network } from "@reciprocal/network";
import type { Engine, TensorData } from "../engine/engine.js";
import { dataName, targetsName } from "../graph-inputs.js";
import { lossSum } from "../losses.js";
import { lowerNetwork } from "@reciprocal/onnx";
import { countCorrect, type CheckedSamples } from "../samples.js";
import { MaskBrackets } from "../trainer/mask-brackets.js";
import { batchRanges } from "./batch-ranges.js";

/** How well a network does on some samples. */
export interface Evaluation {
  /** Mean loss over the samples, without penalties. */
  readonly loss: number;
  /** Fraction of the samples whose largest output is the right one; NaN for a network with one output. */
  readonly accuracy: number;
}

/** Measures the same samples again and again while the parameters change. */
export interface Evaluator {
  evaluate(): Promise<Evaluation>;
  release(): Promise<void>;
}

export interface EvaluatorSettings {
  readonly batchSize: number;
  readonly loss: Loss;
  readonly engine: Engine;
  /** Arrays that hold the parameters, by the names of their inputs; empty to take all from the network. */
  readonly parameters: Readonly<Record<string, TensorData>>;
}

export async function createEvaluator(
  network: Network,
  data: CheckedSamples,
  { batchSize, loss, engine, parameters }: EvaluatorSettings,
): Promise<Evaluator> {
  const outputs = outputSize(network);
  const lowered = lowerNetwork(network, input(dataName, ["batch", inputSize(network)]), {
    batchSize,
    isInput: (id) => parameterKey(id) in parameters,
  });
  const masks = new MaskBrackets(lowered.masks);
  const results: Record<string, Value> = {
    loss: lossSum(loss, lowered, input(targetsName, ["batch", outputs])),
    scores: lowered.logits ?? lowered.outputs,
    ...masks.results,
  };
  const others = { ...feedsOf(results, parameters), ...masks.feeds };
  const batches = evaluationBatches(data, { batchSize, inputs: inputSize(network), outputs, others });
  const session = await engine.createSession(encodeModel(results));

  return {
    async evaluate() {
      let total = 0;
      let correct = 0;
      for (const { start, count, feeds } of batches) {
        const { loss: sum, scores } = await masks.run(session, feeds);
        total += sum![0]!;
        correct += countCorrect(scores!, { count, outputs, classOf: (i) => data.classOf(start + i) });
      }
      return { loss: total / data.count, accuracy: correct / data.count };
    },
    release: () => session.release(),
  };
}

/** The parameters that a graph takes as inputs. */
function feedsOf(
  results: Readonly<Record<string, Value>>,
  parameters: EvaluatorSettings["parameters"],
): Record<string, TensorData> {
  const used = new Set(
    topologicalOrder(Object.values(results)).map((value) => value.kind === "input" && value.name),
  );
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => used.has(name)));
}

interface EvaluationBatch {
  readonly start: number;
  readonly count: number;
  readonly feeds: Readonly<Record<string, TensorData>>;
}

/** The inputs of the graph for every batch, in the order of the samples. */
function evaluationBatches(
  data: CheckedSamples,
  {
    batchSize,
    inputs,
    outputs,
    others,
  }: {
    readonly batchSize: number;
    readonly inputs: number;
    readonly outputs: number;
    readonly others: Readonly<Record<string, TensorData>>;
  },
): EvaluationBatch[] {
  return batchRanges(data.count, batchSize).map(([start, end]) => {
    const count = end - start;
    const targets = new Float32Array(count * outputs);
    for (let i = 0; i < count; i++) data.writeTarget(targets, i, start + i);
    const rows = data.samples.inputs.subarray(start * inputs, end * inputs);
    const feeds = {
      ...others,
      [dataName]: { data: rows, shape: [count, inputs] },
      [targetsName]: { data: targets, shape: [count, outputs] },
    };
    return { start, count, feeds };
  });
}
