import { encodeModel, input } from "@reciprocal/graph";
import { inputSize, outputSize, validateNetwork, type Network } from "@reciprocal/network";
import { engineOf } from "../engine/engine-of.js";
import { dataName } from "../graph-inputs.js";
import { lowerNetwork } from "@reciprocal/onnx";
import { countRows } from "../samples.js";
import { batchRanges } from "./batch-ranges.js";
import { predictOptions, type PredictOptions } from "./options.js";

/**
 * Computes the outputs of a network: count × outputs, row-major.
 *
 * @throws {ShapeError | RangeError} when the inputs do not fit the network
 */
export async function predict(
  network: Network,
  inputs: Float32Array,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const settings = predictOptions.read("predict", options);
  const { batchSize } = settings;
  validateNetwork(network);
  const [width, outputWidth] = [inputSize(network), outputSize(network)];
  const count = countRows("predict", width, inputs);
  const engine = await engineOf(settings);

  const x = input(dataName, ["batch", width]);
  const { outputs } = lowerNetwork(network, x, { batchSize });
  const session = await engine.createSession(encodeModel({ outputs }));
  try {
    const all = new Float32Array(count * outputWidth);
    for (const [start, end] of batchRanges(count, batchSize)) {
      const rows = inputs.subarray(start * width, end * width);
      const results = await session.run({ [dataName]: { data: rows, shape: [end - start, width] } });
      all.set(results["outputs"]!, start * outputWidth);
    }
    return all;
  } finally {
    await session.release();
  }
}
