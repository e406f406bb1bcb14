import "@tensorflow/tfjs-backend-cpu";
import { getThreadsCount, setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-backend-webgl";
import { getBackend, setBackend } from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { installFastKernels } from "../kernels/fast-kernels.js";
import { startWasm } from "../kernels/start-wasm.js";
import { registerLayers } from "../register-layers.js";
import { layersModel, outputs, trainingLosses, type LayerName } from "./train-layers.js";

setWasmPaths("./");

/** What tests call in the page; see browser-pages.ts. */
const pageFunctions = {
  getBackend,
  getThreadsCount,
  setBackend,
  setThreadsCount,
  startWasm,
  installFastKernels,
  trainAndSave,
};

/** Trains, saves to `indexeddb://`, loads, and gives the losses with the outputs before and after. */
async function trainAndSave(name: LayerName) {
  const model = layersModel(name);
  const losses = await trainingLosses(model);
  const url = `indexeddb://${name}`;
  await model.save(url);
  registerLayers();
  return { losses, before: outputs(model), after: outputs(await loadLayersModel(url)) };
}

declare global {
  var tfjsPage: typeof pageFunctions;
}
globalThis.tfjsPage = pageFunctions;
