import { parentPort, workerData } from "node:worker_threads";
import { campaign, type Plan } from "./campaign.js";
import { judge } from "./judge.js";
import type { Task, WorkerData } from "./runner.js";
import { Finding } from "./target.js";
import { targetOf } from "./targets/index.js";

// Runs campaigns in a thread of its own, which another one can end if a reader hangs. Every input stands in shared memory
// before it is read, so that it is known then.
const { control } = workerData as WorkerData;
const counts = new Int32Array(control, 0, 2);
const shared = new Uint8Array(control, 8);

parentPort!.on("message", (task: Task) => void perform(task));

async function perform(task: Task): Promise<void> {
  try {
    parentPort!.postMessage({ done: "inputs" in task ? await replay(task) : await run(task) });
  } catch (error) {
    parentPort!.postMessage({ error });
  }
}

async function run(plan: Plan) {
  return campaign(await targetOf(plan.target), plan, announce);
}

/** What is wrong with each of these inputs, or undefined. */
async function replay({ target, inputs }: Extract<Task, { inputs: unknown }>) {
  const problems: (string | undefined)[] = [];
  for (const input of inputs) {
    announce(input);
    try {
      await judge(await targetOf(target), input);
      problems.push(undefined);
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      problems.push(error.message);
    }
  }
  return problems;
}

function announce(input: Uint8Array): void {
  shared.set(input.subarray(0, shared.length));
  Atomics.store(counts, 1, Math.min(input.length, shared.length));
  Atomics.add(counts, 0, 1);
}
