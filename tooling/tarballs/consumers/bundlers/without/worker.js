import * as network from "./network.js";
import { fit, loadEngine, predict } from "./training.js";
import { trainWith } from "./train-with.js";

// import maps do not reach into workers
async function main() {
  const engine = await loadEngine({ runtime: await import("./ort.wasm.bundle.min.mjs") });
  return trainWith({ ...network, fit, predict }, engine);
}
main().then(postMessage, (error) => postMessage({ error: String(error) }));
