import { ref, type Ref } from "vue";

export interface Tasks {
  /** What is done now, or was done last. */
  readonly status: Ref<string>;
  /** What went wrong with the last task; empty if nothing did. */
  readonly problem: Ref<string>;
  /** Runs a task after all that were given before it, and shows what went wrong. */
  readonly attempt: (task: () => Promise<void>) => Promise<void>;
  /** Ends the task that runs now. */
  readonly fail: (error: Error) => void;
}

/** Runs one task after another. */
export function useTasks(): Tasks {
  const status = ref("Not started.");
  const problem = ref("");
  let last = Promise.resolve();
  let reject: (error: Error) => void = () => undefined;

  async function run(task: () => Promise<void>): Promise<void> {
    problem.value = "";
    try {
      await new Promise<void>((resolve, rejectTask) => {
        reject = rejectTask;
        task().then(resolve, rejectTask);
      });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      problem.value = text.replace(/^\w+: /, ""); // the name of a function means nothing to visitors
      status.value = "";
    }
  }

  return {
    status,
    problem,
    attempt: (task) => (last = last.then(() => run(task))),
    fail: (error) => {
      problem.value = error.message;
      reject(error);
    },
  };
}
