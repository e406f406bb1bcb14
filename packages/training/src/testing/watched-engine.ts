import type { Engine, EngineOptions, TensorData } from "../engine/engine.js";
import { loadEngine } from "../engine/load-engine.js";

/** An engine that tells what is done with it. */
export interface WatchedEngine extends Engine {
  /** Sessions made, and those of them not yet released. */
  readonly sessions: { made: number; open: number };
  /** What each run was given, in order. */
  readonly runs: Readonly<Record<string, TensorData>>[];
}

export async function watchedEngine(options?: EngineOptions): Promise<WatchedEngine> {
  const engine = await loadEngine(options);
  const sessions = { made: 0, open: 0 };
  const runs: WatchedEngine["runs"] = [];
  return {
    ...engine,
    sessions,
    runs,
    async createSession(model) {
      const session = await engine.createSession(model);
      sessions.made++;
      sessions.open++;
      return {
        run(inputs) {
          runs.push(inputs);
          return session.run(inputs);
        },
        release() {
          sessions.open--;
          return session.release();
        },
      };
    },
  };
}
