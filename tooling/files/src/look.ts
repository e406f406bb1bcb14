import type { Stats } from "node:fs";
import { nodeModule } from "@reciprocal/node-module";
import { call, type Work } from "./calls.js";
import { Refusal, showPath } from "./file-error.js";

/** What is at a path, links followed; undefined if there is nothing, not even a link. */
export function* look(path: string): Work<Stats | undefined> {
  if (path === "") throw new Refusal("ENOENT", "a name is needed, got none");
  try {
    return yield* call("stat", path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
  try {
    yield* call("lstat", path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
  throw new Refusal(
    "ENOENT",
    `it is a link to ${showPath(yield* call("readlink", path))}, which is not there`,
  );
}

/** @throws {Refusal} for what is read or written neither as a whole nor as a stream */
export function refuseSpecial(stats: Stats): void {
  if (stats.isDirectory()) throw new Refusal("EISDIR", "it is a folder, a file is needed (EISDIR)");
  if (stats.isSocket()) throw new Refusal("ENXIO", "it is a socket, a file is needed");
  if (stats.isBlockDevice())
    throw new Refusal("EPERM", "it is a disk or another block device, a file is needed");
}

/** The descriptor of standard input, output or errors, if a path stands for one. */
export function descriptorOf(path: string, caller: string): 0 | 1 | 2 | undefined {
  const whole = nodeModule("node:path", caller).resolve(path);
  const [, name] = /^\/(?:dev|proc\/self)\/(stdin|stdout|stderr|fd\/[012])$/.exec(whole) ?? [];
  if (name === undefined) return undefined;
  return ({ stdin: 0, stdout: 1, stderr: 2 } as const)[name] ?? (Number(name.at(-1)) as 0 | 1 | 2);
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
