import { fork, type ChildProcess } from "node:child_process";

/** What a worker sends: `ready` after its set-up, then for each task any number of `progress` and one end. */
export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "progress"; readonly value: unknown }
  | { readonly type: "result"; readonly value: unknown }
  | { readonly type: "failure"; readonly message: string; readonly stack?: string | undefined };

/** What a worker receives: its set-up once, then one task at a time. */
export type ToWorker =
  { readonly type: "setup"; readonly value: unknown } | { readonly type: "task"; readonly value: unknown };

export interface PoolOptions<Task> {
  /** The compiled module that a worker process runs. */
  readonly worker: URL;
  /** Maximum number of processes. */
  readonly jobs: number;
  /** Sent once to each process before its first task. */
  readonly setup: unknown;
  /** Taken in order. */
  readonly tasks: readonly Task[];
  /** Stops at once: the processes are killed and what they were doing is lost. */
  readonly signal?: AbortSignal;
  /** Progress of the set-up of the first process. */
  onSetup?(value: unknown): void;
  onStart?(task: Task, slot: number): void;
  onProgress?(task: Task, slot: number, value: unknown): void;
  /** The process of a task died, and the task begins again in another one. */
  onRetry?(task: Task, slot: number, message: string): void;
  onResult(task: Task, slot: number, value: unknown): void;
  /** The stack is that of the error in the process of the worker, if it was one that was thrown there. */
  onFailure(task: Task, slot: number, message: string, stack?: string): void;
}

/**
 * Runs tasks in worker processes, each of which serves many tasks. A task that fails is reported and the others go on.
 * A task whose process dies is given to a new process once, and reported as failed if that dies too: a kill from
 * outside should not cost a result, and a task that crashes its process should not be tried again and again. The first process is
 * set up alone, so that a download happens once.
 *
 * @throws {Error} if the first set-up fails, since then all would
 */
export async function runPool<Task>(options: PoolOptions<Task>): Promise<void> {
  const { tasks, jobs, signal } = options;
  if (tasks.length === 0 || signal?.aborted) return;
  const queue = [...tasks];
  const alive = new Set<Worker>();
  let isOver = false; // once true, processes are ended by this function
  const stop = () => {
    isOver = true;
    alive.forEach((worker) => worker.kill());
  };
  signal?.addEventListener("abort", stop);

  const start = async (): Promise<Worker> => {
    const worker = new Worker(options.worker);
    alive.add(worker);
    try {
      await worker.request({ type: "setup", value: options.setup }, (value) => options.onSetup?.(value));
    } catch (error) {
      worker.kill(); // a process that reported a failure is still running
      throw error;
    }
    return worker;
  };

  // a second time if the process died, but not if it reported a failure
  const twice = async <Result>(
    act: () => Promise<Result>,
    onDeath?: (error: DeathError) => void,
  ): Promise<Result> => {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof DeathError) || isOver) throw error;
      onDeath?.(error);
      return act();
    }
  };

  const serve = async (slot: number, first: Worker | undefined): Promise<void> => {
    let worker = first;
    const work = async (task: Task): Promise<unknown> => {
      if (worker === undefined || worker.gone) worker = await start();
      return worker.request({ type: "task", value: task }, (progress) =>
        options.onProgress?.(task, slot, progress),
      );
    };
    for (let task = queue.shift(); task !== undefined && !isOver; task = queue.shift()) {
      const current = task;
      options.onStart?.(current, slot);
      const outcome = await twice(
        () => work(current),
        ({ message }) => options.onRetry?.(current, slot, message),
      ).catch((error: unknown) => {
        if (error instanceof TaskError) return error;
        throw error;
      });
      if (isOver) return;
      if (outcome instanceof TaskError) options.onFailure(current, slot, outcome.message, outcome.thrownAt);
      else options.onResult(current, slot, outcome);
    }
  };

  try {
    const first = await twice(start);
    const slots = Math.min(jobs, tasks.length);
    await Promise.all(
      Array.from({ length: slots }, (_, slot) => serve(slot, slot === 0 ? first : undefined)),
    );
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
  }
}

/** A worker reported that a task or its set-up failed. */
class TaskError extends Error {
  override readonly name: string = "TaskError";

  constructor(
    message: string,
    readonly thrownAt?: string,
  ) {
    super(message);
  }
}

/** The process of a worker ended during a task or its set-up. */
class DeathError extends TaskError {
  override readonly name = "DeathError";
}

/** One process that answers one request at a time. */
class Worker {
  gone = false;
  readonly #process: ChildProcess;

  constructor(module: URL) {
    // its standard output goes to our standard error: ours may carry JSON
    this.#process = fork(module, [], { serialization: "advanced", stdio: ["ignore", 2, 2, "ipc"] });
    this.#process.once("exit", () => (this.gone = true));
    this.#process.once("error", () => (this.gone = true));
  }

  kill(): void {
    this.#process.kill("SIGKILL");
  }

  /** Resolves with the value of the result (undefined after a set-up). */
  request(message: ToWorker, onProgress: (value: unknown) => void): Promise<unknown> {
    const child = this.#process;
    return new Promise<unknown>((resolve, reject) => {
      const end = (act: () => void) => {
        child.off("message", receive).off("exit", exited).off("error", failed);
        act();
      };
      const receive = (raw: unknown) => {
        const answer = raw as FromWorker;
        if (answer.type === "progress") onProgress(answer.value);
        else if (answer.type === "ready") end(() => resolve(undefined));
        else if (answer.type === "result") end(() => resolve(answer.value));
        else end(() => reject(new TaskError(answer.message, answer.stack)));
      };
      const exited = (code: number | null, signal: string | null) =>
        end(() => reject(new DeathError(`its process ended with ${signal ?? `code ${String(code)}`}`)));
      const failed = (error: Error) =>
        end(() => reject(new DeathError(`its process failed: ${error.message}`)));
      child.on("message", receive).on("exit", exited).on("error", failed);
      child.send(message, (error) => {
        if (error) failed(error);
      });
    });
  }
}
