import { validateNetwork, type Network, type Samples } from "@reciprocal/network";
import { engineOf } from "../engine/engine-of.js";
import { checkSamples } from "../samples.js";
import { createEvaluator, type Evaluation } from "./evaluator.js";
import { evaluateOptions, type EvaluateOptions } from "./options.js";

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
  const settings = evaluateOptions.read("evaluate", options);
  validateNetwork(network);
  const data = checkSamples("evaluate", network, samples);
  const engine = await engineOf(settings);
  const evaluator = await createEvaluator(network, data, { ...settings, engine, parameters: {} });
  try {
    return await evaluator.evaluate();
  } finally {
    await evaluator.release();
  }
}
