import type * as Ort from "onnxruntime-common";
import { runtimes } from "#runtimes";
import { checkOptions, checkWhole } from "../internal/check-options.js";
import type { Engine, EngineOptions } from "./engine.js";
import { createSession } from "./session.js";

/**
 * Loads ONNX Runtime. Both runtimes are optional peer dependencies; one of them must be installed.
 *
 * @throws {Error} when none can be loaded, with the reason of each
 */
export async function loadEngine(options: EngineOptions = {}): Promise<Engine> {
  checkOptions("loadEngine", options, ["prefer", "threads", "onWarning"]);
  const { prefer = "auto", threads = 1, onWarning } = options;
  checkWhole("loadEngine", "threads", threads);
  const candidates = runtimes.filter(({ name }) => prefer === "auto" || name === prefer);
  if (candidates.length === 0) {
    const names = ["auto", ...runtimes.map(({ name }) => name)].join(", ");
    throw new RangeError(`loadEngine: prefer must be one of ${names} here, got ${String(prefer)}`);
  }

  const failures: string[] = [];
  for (const { name, load } of candidates) {
    try {
      const runtime = await load(threads);
      const warning = failures.length > 0 ? `${failures.join("; ")}; running on ${name} instead` : undefined;
      if (warning !== undefined) onWarning?.(warning);
      return {
        name,
        version: versionOf(runtime),
        ...(warning !== undefined && { warning }),
        createSession: (model) => createSession(runtime, model, threads),
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

function versionOf({ env }: typeof Ort): string {
  return env.versions.node ?? env.versions.web ?? env.versions.common;
}
