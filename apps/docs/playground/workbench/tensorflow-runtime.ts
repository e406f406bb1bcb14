import { inputSize } from "@reciprocal/network";
import { refactor } from "@reciprocal/pruning";
import {
  fromLayersModel,
  installFastKernels,
  startWasm,
  toDenseLayersModel,
  toLayersModel,
} from "@reciprocal/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { dispose, oneHot, tensor2d, tidy, version_core, type Tensor } from "@tensorflow/tfjs-core";
import { AdamByRole } from "./adam-by-role.js";
import { optimizerFor } from "./rates.js";
import type { Runtime } from "./runtime.js";

/** Addresses of the files of the wasm backend, by their names. */
export type WasmFiles = Readonly<Record<string, string>>;

/**
 * TensorFlow.js on its wasm backend, with the fast kernels of @reciprocal/tfjs. Only one may be loaded on a page.
 *
 * @param wasmFiles - not needed in Node, where they are beside the code
 */
export async function loadTensorFlow(wasmFiles?: WasmFiles): Promise<Runtime> {
  if (wasmFiles) setWasmPaths(wasmFiles);
  installFastKernels();
  await startWasm();
  return {
    name: `TensorFlow.js ${version_core}`,

    async createLearner(network, { inputs, labels, features, classes }, { batchSize }) {
      // the layers of TensorFlow.js have factors of their own size
      const model = toLayersModel(refactor(network));
      const optimizer = new AdamByRole(optimizerFor(network));
      model.compile({ optimizer, loss: "categoricalCrossentropy" });
      const rows = new Float32Array(batchSize * features);
      return Promise.resolve({
        async step(samples, rateFactor) {
          optimizer.factor = rateFactor;
          samples.forEach((sample, i) =>
            rows.set(inputs.subarray(sample * features, (sample + 1) * features), i * features),
          );
          const count = samples.length;
          const batch = tidy(() => ({
            x: tensor2d(rows.slice(0, count * features), [count, features]),
            y: oneHot(
              Array.from(samples, (sample) => labels[sample]!),
              classes,
            ),
          }));
          const loss = await model.trainOnBatch(batch.x, batch.y);
          dispose(batch);
          return loss as number; // no metrics were asked for
        },
        network: () => fromLayersModel(model),
        release() {
          model.dispose();
          optimizer.dispose();
          return Promise.resolve();
        },
      });
    },

    createPredictor(network) {
      const model = toDenseLayersModel(network);
      return Promise.resolve({
        run(inputs) {
          const shape: [number, number] = [inputs.length / inputSize(network), inputSize(network)];
          const outputs = tidy(() =>
            (model.predictOnBatch(tensor2d(inputs, shape)) as Tensor).dataSync<"float32">(),
          );
          return Promise.resolve(outputs);
        },
        release() {
          model.dispose();
          return Promise.resolve();
        },
      });
    },
  };
}
