import type { Engine } from "./engine.js";
import { loadEngine } from "./load-engine.js";

/** The one that all share who ask for none. */
let shared: Promise<Engine> | undefined;

/** The engine that was given, or else the one that loadEngine finds, which all calls share. */
export async function engineOf({
  engine,
  onWarning,
}: {
  readonly engine?: Engine;
  readonly onWarning?: (message: string) => void;
}): Promise<Engine> {
  if (engine) return engine;
  // where it fails, the next call tries again: a package may have been installed since
  shared ??= loadEngine().catch((error: unknown) => {
    shared = undefined;
    throw error;
  });
  const found = await shared;
  if (found.warning !== undefined) onWarning?.(found.warning);
  return found;
}
