import {
  checkSamples,
  chooseLoss,
  type LabeledSamples,
  validateNetwork,
  type Network,
  type Samples,
} from "@reciprocal/network";
import { engineOf } from "../engine/engine-of.js";
import { createEvaluator, type Evaluation } from "./evaluator.js";
import { evaluateOptions, type EvaluateOptions } from "./options.js";

/**
 * Measures a network on samples.
 *
 * @returns the loss, and with labels always the accuracy
 * @throws {ShapeError | RangeError | TypeError} when samples, loss and network do not fit
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
  const evaluator = await createEvaluator(network, data, { ...settings, loss, engine, parameters: {} });
  try {
    return await evaluator.evaluate();
  } finally {
    await evaluator.release();
  }
}
