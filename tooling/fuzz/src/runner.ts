import { Worker } from "node:worker_threads";
import type { Outcome, Plan } from "./campaign.js";

/** A campaign, or inputs to be read again. */
export type Task = Plan | { readonly target: string; readonly inputs: readonly Uint8Array[] };

export interface WorkerData {
  /** Inputs begun and the length of the newest one, as int32, and its bytes. */
  readonly control: SharedArrayBuffer;
}

export interface RunnerOptions {
  /** Milliseconds without a new input after which a reader counts as hanging. */
  readonly deadline: number;
  /** Megabytes that the objects of a reader may take. */
  readonly memory: number;
}

/** Loading the sources and making the seeds takes longer. */
const startLimit = 120_000;
const largestInput = 1 << 20;

/** Runs targets in a thread that is ended, and begun anew, when a reader hangs or takes all memory. */
export class Runner {
  readonly #program: string | URL;
  readonly #options: RunnerOptions;
  #worker: Worker | undefined;
  #control = new SharedArrayBuffer(8 + largestInput);

  /** @param program - the bundled `worker.ts` */
  constructor(program: string | URL, options: RunnerOptions = { deadline: 20_000, memory: 1024 }) {
    this.#program = program;
    this.#options = options;
  }

  /** @param onProgress - is told four times a second how many inputs were begun */
  async campaign(plan: Plan, onProgress: (runs: number) => void = () => {}): Promise<Outcome> {
    const start = performance.now();
    const result = await this.#perform<Outcome>(plan, onProgress);
    if ("done" in result) return result.done;
    return {
      runs: result.runs,
      accepted: 0,
      seconds: (performance.now() - start) / 1000,
      slowest: this.#options.deadline,
      most: 0,
      failure: {
        target: plan.target,
        problem: result.problem,
        input: Buffer.from(result.input).toString("base64"),
        seed: plan.seed,
        path: String(result.runs - 1),
      },
    };
  }

  /** What is wrong with each of these inputs, or undefined. */
  async replay(target: string, inputs: readonly Uint8Array[]): Promise<(string | undefined)[]> {
    const problems: (string | undefined)[] = [];
    while (problems.length < inputs.length) {
      const rest = inputs.slice(problems.length);
      const result = await this.#perform<(string | undefined)[]>({ target, inputs: rest }, () => {});
      if ("done" in result) problems.push(...result.done);
      else problems.push(...rest.slice(1, result.runs).map(() => undefined), result.problem);
    }
    return problems;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  async #perform<Result>(
    task: Task,
    onProgress: (runs: number) => void,
  ): Promise<
    | { readonly done: Result }
    | { readonly problem: string; readonly runs: number; readonly input: Uint8Array }
  > {
    const worker = (this.#worker ??= this.#start());
    const counts = new Int32Array(this.#control, 0, 2);
    Atomics.store(counts, 0, 0);
    let seen = { runs: 0, at: performance.now() };
    const stuck = (problem: string) => ({
      problem,
      runs: Atomics.load(counts, 0),
      input: new Uint8Array(this.#control, 8, Atomics.load(counts, 1)).slice(),
    });
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        worker.once("message", (message: { done: Result } | { error: Error }) => {
          if ("error" in message) reject(message.error);
          else resolve(message);
        });
        worker.once("error", (error) => {
          this.#worker = undefined;
          if ((error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY")
            resolve(stuck("must not take all memory"));
          else if (Atomics.load(counts, 0) > 0)
            resolve(stuck(`must not throw where nobody catches: ${error.message}`));
          else reject(error);
        });
        timer = setInterval(() => {
          const runs = Atomics.load(counts, 0);
          if (runs !== seen.runs) seen = { runs, at: performance.now() };
          onProgress(runs);
          if (performance.now() - seen.at < (runs === 0 ? startLimit : this.#options.deadline)) return;
          this.#worker = undefined;
          void worker.terminate();
          resolve(stuck(`must end, got no answer in ${this.#options.deadline / 1000} s`));
        }, 250);
        worker.postMessage(task);
      });
    } finally {
      clearInterval(timer);
      worker.removeAllListeners("message");
      worker.removeAllListeners("error");
    }
  }

  #start(): Worker {
    const data: WorkerData = { control: this.#control };
    const worker = new Worker(this.#program, {
      workerData: data,
      ...{ stdout: true, stderr: true }, // TensorFlow.js warns of what is an error to us
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memory },
    });
    worker.unref();
    return worker;
  }
}
