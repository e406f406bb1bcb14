import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Locks a folder for this process, so that no second command does the same runs at the same time. The lock is a file
 * with the number of the process; the lock of a process that has ended does not count.
 *
 * Weak point: if the number was given to another process since, the message names the file to delete. Processes on
 * other machines are not seen.
 *
 * @returns a function that unlocks the folder
 * @throws {Error} if another process has locked it
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, ".lock");
  const own = `${path}.${process.pid}`;
  writeFileSync(own, `${process.pid}\n`);
  try {
    while (!tryLink(own, path)) {
      const holder = Number(read(path));
      if (holder !== process.pid && isAlive(holder)) {
        throw new Error(
          `${folder}: process ${holder} is at work here; wait for it, or take another --out ` +
            `(if that process is another program, delete ${path})`,
        );
      }
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
  return () => rmSync(path, { force: true });
}

/** Whether it was made: unlike opening a new file, a link appears with its content. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** "" if it is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function isAlive(id: number): boolean {
  if (!(Number.isInteger(id) && id > 0)) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // there, but another user's
  }
}
