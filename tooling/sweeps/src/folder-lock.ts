import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileError } from "@reciprocal/files";
import { processStart } from "./process-start.js";

/**
 * Locks a folder for this process, so that no second command does the same runs at the same time. The lock of a process
 * that has ended does not count, nor does the number of the process if another one has it now.
 *
 * The lock is a folder `.lock` with one file, whose name says who holds it. It is made beside and renamed, which systems
 * do only while there is no `.lock` or an empty one. A lock that is left over is taken away by the name of its file, so
 * that of several processes that find it, none can take away what another has made meanwhile. No clock is read.
 *
 * Weak points: whether a process on another host is alive cannot be seen from here, so its lock counts until it is deleted
 * by hand; machines, or containers, that share a folder and a host name do not see each other. Where the system does not say
 * when a process began (Windows), another process that has the number of one that ended is taken for it.
 *
 * @returns a function that unlocks the folder
 * @throws {Error} if another process has locked it, or this one has; the message names what to delete where that may be wrong
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, ".lock");
  const self = selfName();
  const draft = `${path}.${self}`;
  try {
    mkdirSync(draft);
    writeFileSync(join(draft, self), "");
    for (let tries = 1; !tryRename(draft, path); tries++) {
      freeIfEnded(folder, path);
      // one try more for every process that comes and goes at this very moment
      if (tries === 1000)
        throw new Error(`${folder}: cannot be locked; if no other program is at work here, delete ${path}`);
    }
    removeDrafts(folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // those of the system have a code
    throw codeOf(error) === "" ? error : fileError(folder, "locked", error);
  }
  return () => {
    rmSync(join(path, self), { force: true });
    removeEmpty(path);
  };
}

/** Whether the folder has the new name now: not if there is something already, but an empty folder. */
function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    // a folder that is not empty, a file, and on Windows (EPERM) anything
    if (["ENOTEMPTY", "EEXIST", "ENOTDIR", "EPERM", "EACCES"].includes(codeOf(error))) return false;
    throw error;
  }
}

/** @throws {Error} if the holder may be alive */
function freeIfEnded(folder: string, path: string): void {
  let names: string[];
  try {
    names = readdirSync(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return; // was unlocked meanwhile
    if (codeOf(error) !== "ENOTDIR") throw error;
    return removeFile(path);
  }
  for (const name of names) {
    const holder = readName(name);
    if (holder === undefined)
      throw new Error(
        `${folder}: cannot be locked, since ${path} holds "${name}"; delete ${path} if no other program is at work here`,
      );
    if (!hasEnded(holder)) throw new Error(`${folder}: ${refusal(holder, path)}`);
    rmSync(join(path, name), { force: true });
  }
  removeEmpty(path);
}

function refusal({ host, pid }: Holder, path: string): string {
  if (host !== hostName())
    return (
      `process ${pid} on the host ${host} may be at work here, which cannot be seen from ${hostName()}; ` +
      `wait for it, take another --out, or delete ${path} if it has ended`
    );
  if (pid === process.pid) return "this process is already at work here";
  return (
    `process ${pid} is at work here; wait for it, or take another --out ` +
    `(if that process is another program, delete ${path})`
  );
}

interface Holder {
  readonly host: string;
  readonly pid: number;
  /** As `processStart` gave it. */
  readonly start: string;
}

function selfName(): string {
  const parts = [hostName(), String(process.pid), processStart(process.pid) ?? "", randomUUID().slice(0, 8)];
  return parts.map(encodeURIComponent).join(",");
}

/** Undefined if no process of ours has such a name. */
function readName(name: string): Holder | undefined {
  const found = /^([^,]+),([1-9]\d*),([^,]*),[0-9a-f]{8}$/.exec(name);
  if (!found) return undefined;
  const [, host, pid, start] = found as unknown as [string, string, string, string];
  try {
    return { host: decodeURIComponent(host), pid: Number(pid), start: decodeURIComponent(start) };
  } catch {
    return undefined; // a % that stands for nothing
  }
}

/** For certain: never of another host. */
function hasEnded({ host, pid, start }: Holder): boolean {
  if (host !== hostName()) return false;
  const now = processStart(pid);
  if (now === undefined) return true;
  return now !== "" && start !== "" && now !== start;
}

function hostName(): string {
  return hostname().slice(0, 64) || "unknown";
}

/** What processes left that were killed while they tried to lock. */
function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const maker = name.startsWith(".lock.") ? readName(name.slice(".lock.".length)) : undefined;
    if (maker && hasEnded(maker)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** A file in place of the lock, as an older version made one; a lock, which is a folder, is left. */
function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!["ENOENT", "EISDIR", "EPERM"].includes(codeOf(error))) throw error;
  }
}

/** A folder with something in it is left. */
function removeEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    if (!["ENOENT", "ENOTEMPTY", "EEXIST", "EPERM", "EBUSY"].includes(codeOf(error))) throw error;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}
