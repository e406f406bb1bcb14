import type * as Ort from "onnxruntime-common";
import { runtimes } from "#runtimes";
import {
  any,
  callback,
  integer,
  list,
  object,
  options as optionsOf,
  text,
  type OptionTable,
} from "@reciprocal/guards";
import type { Engine, EngineOptions, OnnxRuntime } from "./engine.js";
import type { Runtime } from "./runtime.js";
import { createSession } from "./session.js";
import { setUpWasm } from "./set-up-wasm.js";

const engineOptions = optionsOf(
  () =>
    ({
      prefer: any<NonNullable<EngineOptions["prefer"]>>().default("auto"), // what there is depends on the platform
      threads: integer({ min: 1 }).default(1),
      wasmPaths: any<string | URL>().optional(),
      runtime: object<OnnxRuntime>().optional(),
      providers: list(text()).optional(),
      onWarning: callback<(message: string) => void>().optional(),
    }) satisfies OptionTable<EngineOptions>,
);

/**
 * Loads ONNX Runtime. Both runtimes are optional peer dependencies; one of them must be installed.
 *
 * @throws {Error} when none can be loaded, with the reason of each
 *
 * @example
 * import { loadEngine } from "@reciprocal/training";
 *
 * const engine = await loadEngine();
 * console.log(engine.name, engine.warning);
 * // => onnxruntime-node undefined
 */
export async function loadEngine(options: EngineOptions = {}): Promise<Engine> {
  const settings = engineOptions.read("loadEngine", options);
  const { prefer, threads, runtime: given, providers, onWarning } = settings;
  const wasmPaths = settings.wasmPaths?.toString();
  if (given && !("InferenceSession" in given)) {
    throw new TypeError("loadEngine: runtime must be the module of an ONNX Runtime package");
  }
  const known = given ? [givenRuntime(given as typeof Ort)] : runtimes;
  const candidates = known.filter(({ name }) => prefer === "auto" || name === prefer);
  if (candidates.length === 0) {
    const names = ["auto", ...known.map(({ name }) => name)].join(", ");
    throw new RangeError(`loadEngine: prefer must be one of ${names} here, got ${String(prefer)}`);
  }

  const failures: string[] = [];
  for (const { name, load } of candidates) {
    try {
      const runtime = await load({ threads, wasmPaths });
      const warning = failures.length > 0 ? `${failures.join("; ")}; running on ${name} instead` : undefined;
      if (warning !== undefined) onWarning?.(warning);
      return {
        name,
        version: versionOf(runtime),
        ...(warning !== undefined && { warning }),
        createSession: (model) => createSession(runtime, model, { threads, providers }),
      };
    } catch (error) {
      // any error counts: a missing package, a blocked install script and a missing binary all look different
      const reason = error instanceof Error ? error.message.split("\n")[0]! : String(error);
      failures.push(`${name} did not load (${reason})`);
    }
  }
  throw new Error(
    `loadEngine: ${failures.join("; ")}. Install onnxruntime-node (Node) or onnxruntime-web (browser, any Node).`,
  );
}

function givenRuntime(ort: typeof Ort): Runtime {
  return {
    name: "given runtime",
    load: ({ threads, wasmPaths }) => {
      setUpWasm(ort, { threads, wasmPaths });
      return Promise.resolve(ort);
    },
  };
}

function versionOf({ env }: typeof Ort): string {
  return env.versions.node ?? env.versions.web ?? env.versions.common;
}
