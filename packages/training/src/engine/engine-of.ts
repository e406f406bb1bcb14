import type { Engine } from "./engine.js";
import { loadEngine } from "./load-engine.js";

/** The engine that was given, or the one that loadEngine finds. */
export async function engineOf({
  engine,
  onWarning,
}: {
  readonly engine?: Engine;
  readonly onWarning?: (message: string) => void;
}): Promise<Engine> {
  return engine ?? loadEngine(onWarning && { onWarning });
}
