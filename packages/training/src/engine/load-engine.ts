import type * as Ort from "onnxruntime-common";
import type { Engine, EngineOptions } from "./engine.js";
import { createSession } from "./session.js";
import { importNodeRuntime, importWebRuntime } from "#runtimes";

/**
 * Loads ONNX Runtime. Both runtimes are optional peer dependencies; one of them must be installed.
 *
 * @throws {Error} when none can be loaded, with the reason of each
 */
export async function loadEngine(options: EngineOptions = {}): Promise<Engine> {
  const { prefer = "auto", threads = 1 } = options;
  if (!(Number.isInteger(threads) && threads >= 1)) {
    throw new RangeError(`loadEngine: threads must be a whole number from 1, got ${threads}`);
  }
  const candidates = {
    auto: [nodeRuntime, webRuntime],
    "onnxruntime-node": [nodeRuntime],
    "onnxruntime-web": [webRuntime],
  }[prefer];

  const failures: string[] = [];
  for (const { name, load } of candidates) {
    try {
      const runtime = await load();
      return {
        name,
        version: versionOf(runtime),
        ...(failures.length > 0 && { warning: `${failures.join("; ")}; running on ${name} instead` }),
        createSession: (model) => createSession(runtime, model, threads),
      };
    } catch (error) {
      // any error counts: a missing package, a blocked install script and a missing binary all look different
      failures.push(
        `${name} did not load (${error instanceof Error ? error.message.split("\n")[0]! : String(error)})`,
      );
    }
  }
  throw new Error(
    `loadEngine: ${failures.join("; ")}. Install onnxruntime-node (Node) or onnxruntime-web (browser, any Node).`,
  );
}

interface Candidate {
  readonly name: string;
  readonly load: () => Promise<typeof Ort>;
}

const nodeRuntime: Candidate = { name: "onnxruntime-node", load: importNodeRuntime };
const webRuntime: Candidate = { name: "onnxruntime-web", load: importWebRuntime };

function versionOf({ env }: typeof Ort): string {
  return env.versions.node ?? env.versions.web ?? env.versions.common;
}
