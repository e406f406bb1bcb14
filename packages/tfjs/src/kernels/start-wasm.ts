import { flag, options, type OptionTable } from "@reciprocal/guards";
import { env, findBackendFactory, setBackend } from "@tensorflow/tfjs-core";

/** Options of `startWasm`. */
export interface StartWasmOptions {
  /** Whether to use threads if the page allows them (browser, cross-origin isolated); default true. */
  threads?: boolean;
}

const startOptions = options(
  () => ({ threads: flag().default(true) }) satisfies OptionTable<StartWasmOptions>,
);

/** How the text begins that the wasm backend gives to its threads, and where in it stands the variable that is missing. */
const threadScript = "var WasmBackendModuleThreadedSimd = ";
const missingVariable = /mainScriptUrlOrBlob\W*?\|\|\s*([\w$]+)/;

/**
 * `tf.setBackend("wasm")` that also comes to an end in minified builds on cross-origin isolated pages (COOP and COEP).
 *
 * There the backend runs its own code again in threads, as the text of a function, without the variable `_scriptDir`
 * around it. The code is prepared for that (`typeof _scriptDir !== "undefined" && _scriptDir`), but a minifier that sees
 * the variable drops the `typeof`; the threads fail, and `tf.setBackend` waits for them without end (TensorFlow.js 4.22
 * with vite 8). While the backend starts, this function puts a declaration of that variable before the text, by standing in for
 * the global `Blob`; every other Blob is made as usual.
 *
 * Without threads (`threads: false`) nothing needs fixing. In Node there are none in any case. `threads` has no effect
 * once the backend has started.
 *
 * @throws {Error} when the wasm backend is not imported, or does not start
 * @throws {TypeError} for an unknown option, or `threads` that is not a boolean
 *
 * @example
 * ```ts no-run
 * import "@tensorflow/tfjs-backend-wasm";
 * import { getBackend } from "@tensorflow/tfjs-core";
 * import { startWasm } from "@reciprocal/tfjs";
 *
 * await startWasm();
 * console.log(getBackend()); // => wasm
 * ```
 */
export function startWasm(options: StartWasmOptions = {}): Promise<void> {
  const started = previous.then(() => start(options));
  previous = started.catch(() => undefined);
  return started;
}

/** One start at a time: each puts back the Blob that it found. */
let previous: Promise<void> = Promise.resolve();

async function start(options: StartWasmOptions): Promise<void> {
  const { threads } = startOptions.read("startWasm", options);
  if (!findBackendFactory("wasm")) {
    throw new Error(
      "startWasm: needs the wasm backend, found none; import @tensorflow/tfjs-backend-wasm first",
    );
  }
  if (!threads) env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);

  const Blob = globalThis.Blob;
  globalThis.Blob = new Proxy(Blob, {
    construct: (target, [parts, options]: ConstructorParameters<typeof Blob>) =>
      new target(parts && completed(parts), options),
  });
  try {
    if (await setBackend("wasm")) return;
  } finally {
    globalThis.Blob = Blob;
  }
  throw new Error("startWasm: the wasm backend did not start; are its .wasm files where setWasmPaths says?");
}

/** The parts of a Blob, with a declaration before the script of the threads. */
function completed(parts: BlobPart[]): BlobPart[] {
  const [script] = parts;
  const isThreadScript = typeof script === "string" && script.startsWith(threadScript);
  const variable = isThreadScript && missingVariable.exec(script)?.[1];
  return variable ? [`var ${variable};`, ...parts] : parts;
}
