import { loadEngine } from "../engine/load-engine.js";
import { trainNumbers } from "./train-kinds.js";
import { watchedEngine } from "./watched-engine.js";

/** What tests call in the page; see browser.test.ts. */
const pageFunctions = {
  trainNumbers,
  /** Trains with options of its own for the engine, and says what the engine is and whether it holds sessions. */
  async trainWatched(name: string, options: Parameters<typeof loadEngine>[0] = {}) {
    const engine = await watchedEngine(options);
    const numbers = await trainNumbers(name, engine);
    return { numbers, engine: engine.name, sessions: engine.sessions };
  },
  /** Trains on WebGPU and counts what its queue was given; undefined if there is none. */
  async trainOnWebGpu(name: string) {
    const { gpu } = navigator as { gpu?: { requestAdapter: () => Promise<object | null> } };
    if (!(await gpu?.requestAdapter())) return undefined;
    const runtime = await import("onnxruntime-web/webgpu");
    let submitted = 0;
    const queue = (
      globalThis as unknown as { GPUQueue: { prototype: { submit: (...all: unknown[]) => void } } }
    ).GPUQueue.prototype;
    const { submit } = queue;
    queue.submit = function (...all) {
      submitted++;
      return submit.apply(this, all);
    };
    const numbers = await trainNumbers(name, await loadEngine({ runtime, providers: ["webgpu"] }));
    return { numbers, submitted };
  },
};

declare global {
  var trainingPage: typeof pageFunctions;
}
globalThis.trainingPage = pageFunctions;
