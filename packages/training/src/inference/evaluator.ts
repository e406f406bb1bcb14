import { findNaN } from "@reciprocal/guards";
import { encodeModel, input, topologicalOrder, type Value } from "@reciprocal/graph";
import {
  inputSize,
  outputSize,
  parameterKey,
  type CheckedSamples,
  type Loss,
  type Network,
} from "@reciprocal/network";
import { lowerLoss, lowerNetwork } from "@reciprocal/onnx";
import type { Engine, TensorData } from "../engine/engine.js";
import { dataName, targetsName, weightsName } from "../graph-inputs.js";
import { RightAnswers } from "../right-answers.js";
import { BatchFeeds } from "../trainer/batch-feeds.js";
import { MaskBrackets } from "../trainer/mask-brackets.js";
import { batchRanges } from "./batch-ranges.js";

/** How well a network does on some samples. */
export interface Evaluation {
  /** Mean loss over the samples, times their weights if they have some; without penalties. */
  readonly loss: number;
  /** Fraction of the answers that are right, whatever their weights, see `StepResult.correct`; absent where that is. */
  readonly accuracy?: number;
}

/** What was measured, and what is wrong with it. */
export interface Measured extends Evaluation {
  /** Names a number that is not finite: then there is no accuracy, and the loss is not finite or says nothing. */
  readonly problem?: string;
}

/** Measures the same samples again and again while the parameters change. */
export interface Evaluator {
  evaluate(): Promise<Measured>;
  release(): Promise<void>;
}

export interface EvaluatorSettings {
  readonly batchSize: number;
  readonly loss: Loss;
  readonly engine: Engine;
  /** Arrays that hold the parameters, by the names of their inputs; empty to take all from the network. */
  readonly parameters: Readonly<Record<string, TensorData>>;
}

/** A compiled graph that measures samples of a network. */
export interface EvaluationGraph {
  measure(data: CheckedSamples, answers: RightAnswers): Promise<Measured>;
  release(): Promise<void>;
}

export async function createEvaluator(
  network: Network,
  data: CheckedSamples,
  settings: EvaluatorSettings,
): Promise<Evaluator> {
  const graph = await compileEvaluation(network, { ...settings, isWeighted: data.weights !== undefined });
  const answers = new RightAnswers(network, settings.loss);
  return { evaluate: () => graph.measure(data, answers), release: () => graph.release() };
}

/** Compiles the graph that measures samples with weights, or samples without. It does not hold the network. */
export async function compileEvaluation(
  network: Network,
  { batchSize, loss, engine, parameters, isWeighted }: EvaluatorSettings & { readonly isWeighted: boolean },
): Promise<EvaluationGraph> {
  const [inputs, outputs] = [inputSize(network), outputSize(network)];
  const lowered = lowerNetwork(network, input(dataName, ["batch", inputs]), {
    batchSize,
    isInput: (id) => parameterKey(id) in parameters,
  });
  const masks = new MaskBrackets(lowered.masks);
  const targets = input(targetsName, ["batch", outputs]);
  const weights = isWeighted ? input(weightsName, ["batch", 1]) : undefined;
  const results: Record<string, Value> = {
    loss: lowerLoss(loss, { ...lowered, targets, weights }),
    scores: lowered.logits ?? lowered.outputs,
    ...masks.results,
  };
  const others = { ...feedsOf(results, parameters), ...masks.feeds };
  const session = await engine.createSession(encodeModel(results));

  return {
    async measure(data, answers) {
      // arrays of its own, since several may measure at once
      const feeds = new BatchFeeds({
        ...{ inputs, outputs, isWeighted, others },
        ...{ features: [], masks: [], hasMean: false },
      });
      let total = 0;
      let correct: number | undefined = 0;
      for (const [start, end] of batchRanges(data.count, batchSize)) {
        const chosen = Uint32Array.from({ length: end - start }, (_, i) => start + i);
        const { loss: sum, scores } = await masks.run(session, feeds.of(data, chosen).feeds);
        const problem = problemOf(sum![0]!, scores!, { start, end, outputs });
        if (problem !== undefined) return { loss: sum![0]!, problem };
        total += sum![0]!;
        const right = answers.count(scores!, data, chosen);
        correct = right === undefined ? undefined : correct! + right;
      }
      return {
        loss: total / data.count,
        ...(correct !== undefined && { accuracy: correct / data.count }),
      };
    },
    release: () => session.release(),
  };
}

/** Names what is not finite of a batch; an infinite score may still give the right loss, and is right or wrong. */
function problemOf(
  loss: number,
  scores: Float32Array,
  { start, end, outputs }: { readonly start: number; readonly end: number; readonly outputs: number },
): string | undefined {
  const index = findNaN(scores);
  if (index !== -1)
    return `output ${index % outputs} of sample ${start + Math.floor(index / outputs)} is NaN`;
  if (Number.isFinite(loss)) return undefined;
  return `the loss of samples ${start} to ${end - 1} is ${loss}`;
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
