import { inputSize } from "@reciprocal/network";
import { encodeOnnx } from "@reciprocal/onnx";
import { createTrainer, loadEngine } from "@reciprocal/training";
import { lackingWebGpu } from "../lacking-webgpu.js";
import { optimizerFor } from "./rates.js";
import type { Runtime } from "./runtime.js";

/** More than one if the page may have threads; Node has no such property. */
const threads = globalThis.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;

/**
 * ONNX Runtime on the processor or on WebGPU. There are several builds with WebGPU; this takes the one that waits by
 * JavaScript Promise Integration, because its file is below 25 MiB, the limit of common hosts.
 *
 * @throws {Error} if it does not run here; of WebGPU, with what the browser lacks
 */
export async function loadOnnxRuntime({ webgpu = false } = {}): Promise<Runtime> {
  const lacking = webgpu ? await lackingWebGpu() : undefined;
  if (lacking) throw new Error(`WebGPU does not run: ${lacking}. Take another engine.`);
  const engine = await loadEngine(
    webgpu ? { runtime: await import("onnxruntime-web/jspi"), providers: ["webgpu"] } : { threads },
  );
  // the first session starts the runtime, and says if it does not run here
  await (await engine.createSession(encodeOnnx({ inputShape: [1], layers: [] }))).release();
  return {
    name: `ONNX Runtime ${engine.version} ${webgpu ? "on WebGPU" : `with ${threads} thread${threads > 1 ? "s" : ""}`}`,

    async createLearner(network, samples, { batchSize }) {
      const optimizer = optimizerFor(network);
      const trainer = await createTrainer(network, samples, { batchSize, engine, optimizer });
      return {
        step: async (samples, rateFactor) => (await trainer.step(samples, rateFactor)).loss,
        network: () => Promise.resolve(trainer.network()),
        release: () => trainer.release(),
      };
    },

    async createPredictor(network) {
      const session = await engine.createSession(encodeOnnx(network, { form: "dense" }));
      return {
        async run(inputs) {
          const shape = [inputs.length / inputSize(network), inputSize(network)];
          return (await session.run({ input: { data: inputs, shape } }))["output"]!;
        },
        release: () => session.release(),
      };
    },
  };
}
