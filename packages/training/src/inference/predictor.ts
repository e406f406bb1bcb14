import { checkOutputs } from "@reciprocal/guards";
import { encodeModel, input } from "@reciprocal/graph";
import {
  countRows,
  inputSize,
  outputSize,
  validateNetwork,
  type Inputs,
  type Network,
} from "@reciprocal/network";
import { lowerNetwork } from "@reciprocal/onnx";
import type { Engine } from "../engine/engine.js";
import { engineOf } from "../engine/engine-of.js";
import { dataName } from "../graph-inputs.js";
import { gatherCalls } from "./gather-calls.js";
import { predictOptions, type PredictOptions } from "./options.js";

/**
 * A compiled network that answers again and again.
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { createPredictor } from "@reciprocal/training";
 *
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10, activation: "softmax" }] });
 * const predictor = await createPredictor(network);
 * console.log((await predictor.predict(new Float32Array(784))).length);
 * // => 10
 * await predictor.release();
 */
export interface Predictor {
  /**
   * The outputs for one or more samples. Calls that arrive while others are computed are joined: the next run takes up to
   * `batchSize` samples of all of them, so that many calls at once hold up the thread no longer than one batch does.
   *
   * @param inputs - count × inputs, row-major; a byte b stands for b / 255, as pixels do. Copied, so the array may be filled
   * anew at once; but more than `batchSize` samples are read batch by batch, until the outputs are there
   * @returns a new array, count × outputs, row-major. Rejects for inputs that do not fit, which hurts no other call:
   * a TypeError for another kind of array, a ShapeError unless there are one or more whole samples, a RangeError for a number
   * that is not finite, also among the outputs, where numbers pass the largest float32, 3.4·10³⁸; and an Error after `release`
   */
  predict(inputs: Inputs): Promise<Float32Array>;
  /**
   * Waits for the calls that were made, then frees the native memory. Calls that come later are refused. Does nothing a
   * second time.
   */
  release(): Promise<void>;
}

/**
 * Compiles a network for prediction, once for all calls. It holds native memory for its weights until it is released. What
 * is changed in the arrays of the network later has no effect.
 *
 * @param network - what is to answer; not modified
 * @param options - `batchSize` is the most samples that one run takes
 * @throws {RangeError | TypeError} for an unknown option or a wrong value, and as `validateNetwork`
 * @throws {Error} when no engine can be loaded
 */
export async function createPredictor(network: Network, options: PredictOptions = {}): Promise<Predictor> {
  const settings = predictOptions.read("createPredictor", options);
  validateNetwork(network);
  return compilePredictor(network, { ...settings, engine: await engineOf(settings) });
}

/** Why outputs are not finite. */
export const beyondFloat32 =
  "with these inputs the numbers of the network pass the largest float32, 3.4e38: scale the inputs";

/** `createPredictor` for a network and options that were checked. */
export async function compilePredictor(
  network: Network,
  { batchSize, engine }: { readonly batchSize: number; readonly engine: Engine },
): Promise<Predictor> {
  const [width, outputWidth] = [inputSize(network), outputSize(network)];
  const { outputs } = lowerNetwork(network, input(dataName, ["batch", width]), { batchSize });
  const session = await engine.createSession(encodeModel({ outputs }));
  const gatherer = gatherCalls({
    async run(data, count) {
      const results = await session.run({ [dataName]: { data, shape: [count, width] } });
      return results["outputs"]!;
    },
    ...{ batchSize, width, outputWidth },
  });
  let released: Promise<void> | undefined;

  return {
    async predict(inputs) {
      if (released) throw new Error("predict: the predictor was released");
      const count = countRows("predict", width, inputs);
      const outputs = await gatherer.compute(inputs, count);
      checkOutputs("predict", outputs, { width: outputWidth, why: beyondFloat32 });
      return outputs;
    },
    release: () => (released ??= gatherer.idle().then(() => session.release())),
  };
}
