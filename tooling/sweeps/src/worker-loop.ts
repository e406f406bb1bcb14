import type { FromWorker, ToWorker } from "./worker-pool.js";

type Progress = (value: unknown) => void;

/**
 * The other end of `runPool`, called once by a worker module: sets up once, then does one task after another. An
 * error goes back as a failure; the process goes on.
 */
export function serveTasks<Setup, Task, State>(handlers: {
  setUp(setup: Setup, progress: Progress): Promise<State>;
  run(task: Task, state: State, progress: Progress): Promise<unknown>;
}): void {
  const send = (message: FromWorker) => process.send?.(message);
  const progress: Progress = (value) => send({ type: "progress", value });
  let state: State | undefined;

  const answer = async (message: ToWorker): Promise<FromWorker> => {
    if (message.type === "setup") {
      state = await handlers.setUp(message.value as Setup, progress);
      return { type: "ready" };
    }
    if (state === undefined) throw new Error("the worker was given a task before its set-up");
    return { type: "result", value: await handlers.run(message.value as Task, state, progress) };
  };

  process.on("message", (message) => {
    answer(message as ToWorker).then(send, (error: unknown) =>
      send(
        error instanceof Error
          ? { type: "failure", message: error.message, stack: error.stack }
          : { type: "failure", message: String(error) },
      ),
    );
  });
  process.on("disconnect", () => process.exit());
  process.on("SIGINT", () => {}); // Ctrl-C reaches the whole group; the parent decides what ends
}
