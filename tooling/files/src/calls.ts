import type { Stats } from "node:fs";
import { nodeModule } from "@reciprocal/node-module";

/** Calls of the file system, as `node:fs` has them: `open` is `openSync`, or `open` with a callback. */
interface Calls {
  open(path: string, flags: string | number, mode?: number): number;
  close(file: number): void;
  read(file: number, buffer: Uint8Array): number;
  readFile(path: string | number): Uint8Array;
  write(file: number, bytes: Uint8Array, offset: number): number;
  fsync(file: number): void;
  fstat(file: number): Stats;
  fchmod(file: number, mode: number): void;
  fchown(file: number, user: number, group: number): void;
  stat(path: string): Stats;
  lstat(path: string): Stats;
  readlink(path: string): string;
  realpath(path: string): string;
  access(path: string, mode: number): void;
  readdir(path: string): string[];
  mkdir(path: string, options: { readonly recursive: boolean }): string | undefined;
  rmdir(path: string): void;
  link(from: string, to: string): void;
  rename(from: string, to: string): void;
  unlink(path: string): void;
}

interface Call {
  readonly name: keyof Calls;
  readonly args: readonly unknown[];
}

/** Work on files, written once: `runSync` and `runAsync` do its calls. */
export type Work<Result> = Generator<Call | "wait", Result, unknown>;

export function* call<Name extends keyof Calls>(
  name: Name,
  ...args: Parameters<Calls[Name]>
): Work<ReturnType<Calls[Name]>> {
  return (yield { name, args }) as ReturnType<Calls[Name]>;
}

/** A call whose failure does not matter. */
export function* attempt<Name extends keyof Calls>(name: Name, ...args: Parameters<Calls[Name]>): Work<void> {
  try {
    yield* call(name, ...args);
  } catch {
    // as said
  }
}

/** Some milliseconds, for a pipe that cannot take or give more at once. */
export function* wait(): Work<void> {
  yield "wait";
}

const pause = 5;

export function runSync<Result>(work: Work<Result>, caller: string): Result {
  const fs = nodeModule("node:fs", caller) as unknown as Record<string, (...args: unknown[]) => unknown>;
  try {
    return runCalls(work, fs);
  } finally {
    forgetPipe(fs);
  }
}

/**
 * Node 20 keeps the numbers of the last stat in one array, which its module loader looks at too: after a stat of a FIFO or a
 * socket (`readFile` and calls with a callback make one too) it stops in the middle of a path whose links it knows, and packages that are linked into
 * node_modules are not found any more. So the last stat is always that of a folder.
 */
function forgetPipe(fs: Record<string, (...args: unknown[]) => unknown>): void {
  try {
    fs["statSync"]!("/");
  } catch {
    // a root that cannot be looked at
  }
}

function runCalls<Result>(work: Work<Result>, fs: Record<string, (...args: unknown[]) => unknown>): Result {
  let step = work.next();
  while (step.done !== true) {
    let value: unknown;
    try {
      if (step.value === "wait") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
      else value = fs[`${step.value.name}Sync`]!(...step.value.args);
    } catch (error) {
      step = work.throw(error);
      continue;
    }
    step = work.next(value);
  }
  return step.value;
}

export async function runAsync<Result>(work: Work<Result>, caller: string): Promise<Result> {
  const fs = nodeModule("node:fs", caller) as unknown as Record<string, (...args: unknown[]) => unknown>;
  const settle = (next: Call | "wait"): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (next === "wait") setTimeout(resolve, pause);
      else
        fs[next.name]!(...next.args, (error: Error | null, value: unknown) => {
          if (error) reject(error);
          else resolve(value);
        });
    });
  let step = work.next();
  while (step.done !== true) {
    let value: unknown;
    try {
      value = await settle(step.value);
    } catch (error) {
      step = work.throw(error);
      continue;
    } finally {
      forgetPipe(fs); // at once: others may import something while this waits
    }
    step = work.next(value);
  }
  return step.value;
}
