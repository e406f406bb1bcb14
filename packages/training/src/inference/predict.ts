import { type Inputs, type Network, validateNetwork } from "@reciprocal/network";
import { engineOf } from "../engine/engine-of.js";
import { predictOptions, type PredictOptions } from "./options.js";
import { useKept } from "./kept-graphs.js";
import { compilePredictor } from "./predictor.js";

/**
 * Computes the outputs of a network: count × outputs, row-major. A byte b of the inputs stands for b / 255, as pixels do.
 *
 * The compiled network is kept for further calls, with at most three others, as long as the network object lives; a network
 * whose numbers were changed in place is compiled anew, which a look at all its numbers tells at every call. `createPredictor`
 * saves that look, and says when memory is freed.
 *
 * @param network - what answers; not modified
 * @param inputs - count × inputs, row-major; not modified
 * @throws {ShapeError | RangeError | TypeError} when the inputs do not fit the network
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { predict } from "@reciprocal/training";
 *
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10, activation: "softmax" }] });
 * const outputs = await predict(network, new Uint8Array(2 * 784)); // two images
 * console.log(outputs.length);
 * // => 20
 */
export async function predict(
  network: Network,
  inputs: Inputs,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const settings = predictOptions.read("predict", options);
  const engine = await engineOf(settings);
  const { batchSize } = settings;
  const compile = async () => {
    validateNetwork(network);
    return compilePredictor(network, { batchSize, engine });
  };
  const name = `predict ${batchSize}`;
  return useKept({ network, engine, name }, compile, (predictor) => predictor.predict(inputs));
}
