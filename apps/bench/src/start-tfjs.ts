import { startWasm } from "@reciprocal/tfjs";
import { version_wasm as wasmVersion } from "@tensorflow/tfjs-backend-wasm";
import { matMul, ones, setBackend, tidy } from "@tensorflow/tfjs-core";
import { createRequire } from "node:module";

/** What TensorFlow.js computes with. */
export interface TfjsEngine {
  readonly name: "tfjs-node" | "tfjs-wasm";
  readonly version: string;
  /** Why this one, in one line. */
  readonly reason: string;
}

/**
 * Makes tfjs-node the current backend of TensorFlow.js where it loads and computes, else WebAssembly, and says which.
 *
 * Weak point: a tfjs-node that loads brings its own log lines of TensorFlow on standard error.
 */
export async function startTfjs(): Promise<TfjsEngine> {
  try {
    const version = await startNode();
    return { name: "tfjs-node", version, reason: "it is installed and computes" };
  } catch (error) {
    await startWasm();
    return { name: "tfjs-wasm", version: wasmVersion, reason: whyNotNode(error) };
  }
}

/** Its version. Throws where it is not installed, has no native library, or does not compute on this Node. */
async function startNode(): Promise<string> {
  const name: string = "@tensorflow/tfjs-node"; // not a literal, whose types would be needed where it is not installed
  await import(name);
  if (!(await setBackend("tensorflow"))) throw new Error("its backend did not start");
  // it loads on Node 23 and later too and fails when it computes
  tidy(() => matMul(ones([1, 1]), ones([1, 1])).dataSync());
  const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { version: string };
  return version;
}

/**
 * One line on why tfjs-node is not used, from what it threw: the first line of the message, which goes on with advice
 * on building it, and what to do about it.
 */
export function whyNotNode(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).split("\n")[0]!.trim();
  const cause = message.includes("isNullOrUndefined")
    ? "tfjs-node needs util.isNullOrUndefined, which Node 23 removed"
    : `tfjs-node did not load: ${message}`;
  return `${cause.replace(/\.$/, "")}; see apps/docs/pages/tfjs-node.md`;
}
