import type { Engine, Session } from "@reciprocal/training";

type Training = typeof import("@reciprocal/training");

/** The training package with an engine that keeps in `open` the sessions that were made and not released. */
export function watchSessions(training: Training, open: Set<Session>): Training {
  const loadEngine = async (): Promise<Engine> => {
    const engine = await training.loadEngine();
    return {
      ...engine,
      createSession: async (model) => {
        const session = await engine.createSession(model);
        open.add(session);
        const release = async () => {
          open.delete(session);
          await session.release();
        };
        return { run: (inputs) => session.run(inputs), release };
      },
    };
  };
  return { ...training, loadEngine };
}
