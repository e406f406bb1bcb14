import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPool, type PoolOptions } from "./worker-pool.js";

/** A worker in plain JavaScript that speaks the messages of the pool: its tasks say what it shall do. */
const source = `
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
let count = 0;
const firstTime = (file) => !existsSync(file) && (writeFileSync(file, ""), true);
process.on("message", ({ type, value }) => {
  if (type === "setup") {
    if (value.startsWith("/") && firstTime(value)) process.kill(process.pid, "SIGKILL");
    if (value.startsWith("only once ")) {
      const file = value.slice("only once ".length);
      const isFirst = !existsSync(file);
      appendFileSync(file, process.pid + "\\n");
      if (!isFirst) return process.send({ type: "failure", message: "set up before" });
    }
    process.send({ type: "progress", value: "setting up " + value });
    return process.send(value === "bad" ? { type: "failure", message: "no data" } : { type: "ready" });
  }
  if (value === "throw") return process.send({ type: "failure", message: "thrown" });
  if (value === "exit") process.exit(3);
  if (value.once && firstTime(value.once)) process.kill(process.pid, "SIGKILL");
  if (value === "hang") return setInterval(() => {}, 1000);
  process.send({ type: "progress", value: value / 2 });
  process.send({ type: "result", value: { task: value, pid: process.pid, count: ++count } });
});
process.on("disconnect", () => process.exit());
`;

type Task = number | "throw" | "exit" | "hang" | { readonly once: string };

let folder: string;
let worker: URL;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "worker-pool-"));
  writeFileSync(join(folder, "worker.mjs"), source);
  worker = pathToFileURL(join(folder, "worker.mjs"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const nameOf = (task: Task) => (typeof task === "object" ? "killed once" : task);

/** Runs the tasks and collects what the pool reported. */
async function collect(tasks: readonly Task[], options: Partial<PoolOptions<Task>> = {}) {
  const seen = {
    setup: [] as unknown[],
    started: [] as Task[],
    progress: [] as unknown[],
    results: [] as { task: Task; pid: number; count: number }[],
    retries: [] as string[],
    failures: [] as string[],
  };
  await runPool<Task>({
    worker,
    jobs: 2,
    setup: "good",
    tasks,
    onSetup: (value) => seen.setup.push(value),
    onStart: (task) => seen.started.push(task),
    onProgress: (_task, _slot, value) => seen.progress.push(value),
    onResult: (_task, _slot, value) => seen.results.push(value as (typeof seen.results)[number]),
    onRetry: (task, _slot, message) => seen.retries.push(`${nameOf(task)}: ${message}`),
    onFailure: (task, _slot, message) => seen.failures.push(`${nameOf(task)}: ${message}`),
    ...options,
  });
  return seen;
}

describe("runPool", () => {
  it("does every task once, in at most as many processes as asked for, each set up once", async () => {
    const { results, started, progress, setup } = await collect([1, 2, 3, 4, 5, 6]);
    expect(results.map(({ task }) => task).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(started).toEqual([1, 2, 3, 4, 5, 6]);
    expect(progress.toSorted()).toEqual([0.5, 1, 1.5, 2, 2.5, 3]);
    const processes = new Set(results.map(({ pid }) => pid));
    expect(processes.size).toBeLessThanOrEqual(2);
    expect(setup).toHaveLength(processes.size);
  });

  it("keeps a process over its tasks", async () => {
    const { results } = await collect([1, 2, 3], { jobs: 1 });
    expect(results.map(({ count }) => count)).toEqual([1, 2, 3]);
  });

  it("gives the task of a process that was killed to a new one, and loses nothing", async () => {
    const task = { once: join(folder, "killed") };
    const { results, retries, failures, started } = await collect([1, task, 2], { jobs: 1 });
    expect(results.map((result) => [result.task, result.count])).toEqual([
      [1, 1],
      [task, 1],
      [2, 2],
    ]);
    expect(retries).toEqual(["killed once: its process ended with SIGKILL"]);
    expect(failures).toEqual([]);
    expect(started).toEqual([1, task, 2]);
  });

  it("sets up again when the first process is killed meanwhile", async () => {
    const { results } = await collect([1], { setup: join(folder, "killed-early") });
    expect(results.map(({ task }) => task)).toEqual([1]);
  });

  it("goes on after a task that fails and after one that ends its process twice", async () => {
    const { results, retries, failures } = await collect(["throw", "exit", 1, 2], { jobs: 1 });
    expect(retries).toEqual(["exit: its process ended with code 3"]);
    expect(failures).toEqual(["throw: thrown", "exit: its process ended with code 3"]);
    expect(results.map(({ task, count }) => [task, count])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it("fails as a whole when the first set-up fails", async () => {
    await expect(collect([1], { setup: "bad" })).rejects.toThrow("no data");
  });

  it("fails when a result cannot be taken, instead of losing it", async () => {
    const onResult = () => {
      throw new Error("disk full");
    };
    await expect(collect([1, 2], { onResult })).rejects.toThrow("disk full");
  });

  it("stops the other processes when it fails, and begins nothing in their place", async () => {
    const seen: string[] = [];
    const failing = collect(["hang", 1, 2], {
      onRetry: (task) => seen.push(`again ${nameOf(task)}`),
      onFailure: (task) => seen.push(`failed ${nameOf(task)}`),
      onStart: (task) => seen.push(`start ${nameOf(task)}`),
      onResult: () => {
        throw new Error("disk full");
      },
    });
    await expect(failing).rejects.toThrow("disk full");
    await new Promise((resolve) => setTimeout(resolve, 200)); // the others have been told by then
    expect(seen).toEqual(["start hang", "start 1"]);
  });

  it("ends a process that could not be set up", async () => {
    const pids = join(folder, "set-up");
    const task = { once: join(folder, "killed-before-a-bad-set-up") };
    const failures: string[] = [];
    let isAlive = false;
    await collect([task, 1], {
      jobs: 1,
      setup: `only once ${pids}`,
      onFailure: (failed, _slot, message) => {
        failures.push(`${nameOf(failed)}: ${message}`);
        if (failed !== 1) return; // a process of its own failed to set up for it
        const before = Number(readFileSync(pids, "utf8").split("\n")[1]);
        try {
          isAlive = process.kill(before, 0);
        } catch {
          isAlive = false;
        }
      },
    });
    expect(failures).toEqual(["killed once: set up before", "1: set up before"]);
    expect(isAlive).toBe(false);
  });

  it("stops at once when told to, without reporting the killed task as failed", async () => {
    const abort = new AbortController();
    const { results, failures } = await collect([1, "hang", 2], {
      jobs: 1,
      signal: abort.signal,
      onStart: (task) => {
        if (task === "hang") setTimeout(() => abort.abort(), 50);
      },
    });
    expect(results.map(({ task }) => task)).toEqual([1]);
    expect(failures).toEqual([]);
  });
});
