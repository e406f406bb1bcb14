import {
  checkSamples,
  chooseLoss,
  type LabeledSamples,
  validateNetwork,
  type Network,
  type Samples,
} from "@reciprocal/network";
import { engineOf } from "../engine/engine-of.js";
import { RightAnswers } from "../right-answers.js";
import { compileEvaluation, type Evaluation } from "./evaluator.js";
import { useKept } from "./kept-graphs.js";
import { evaluateOptions, type EvaluateOptions } from "./options.js";
import { beyondFloat32 } from "./predictor.js";

/**
 * Measures a network on samples. The compiled network is kept for further calls, as by `predict`.
 *
 * @param network - what to measure; not modified
 * @param samples - with their labels or targets; not modified
 * @returns the loss, and with labels always the accuracy
 * @throws {ShapeError | RangeError | TypeError} when samples, loss and network do not fit
 * @throws {RangeError} naming the output and the sample, where numbers pass the largest float32, and an answer or the loss
 * is not finite
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { evaluate } from "@reciprocal/training";
 *
 * const { test } = digits({ train: 1, test: 500 });
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10, activation: "softmax" }] });
 * const { loss, accuracy } = await evaluate(network, test);
 * console.log(loss > 1, accuracy < 0.5); // it has learned nothing yet
 * // => true true
 */
export async function evaluate(
  network: Network,
  samples: LabeledSamples,
  options?: EvaluateOptions,
): Promise<Required<Evaluation>>;
export async function evaluate(
  network: Network,
  samples: Samples,
  options?: EvaluateOptions,
): Promise<Evaluation>;
export async function evaluate(
  network: Network,
  samples: Samples,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const settings = evaluateOptions.read("evaluate", options);
  validateNetwork(network);
  const isLabeled = (samples as Partial<Samples> | null)?.labels !== undefined;
  const loss = chooseLoss("evaluate", network, { given: settings.loss, isLabeled });
  const data = checkSamples("evaluate", network, samples, loss);
  const engine = await engineOf(settings);
  const { batchSize } = settings;
  const isWeighted = data.weights !== undefined;
  const compile = () => compileEvaluation(network, { batchSize, loss, engine, parameters: {}, isWeighted });
  const name = `evaluate ${batchSize} ${loss} ${isWeighted}`;
  return useKept({ network, engine, name }, compile, async (graph) => {
    const { problem, ...measured } = await graph.measure(data, new RightAnswers(network, loss));
    if (problem === undefined) return measured;
    throw new RangeError(`evaluate: ${problem}; ${beyondFloat32}`);
  });
}
