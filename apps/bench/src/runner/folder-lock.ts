import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Takes a folder for this process, so that no second command does the same runs at the same time. The lock is a file
 * with the number of the process; that of a process that is gone, however it ended, does not count.
 *
 * Weak where a number was given out again to another process: the message then names the file to delete. Processes on
 * other machines are not seen.
 *
 * @returns frees the folder
 * @throws {Error} when another process has it
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
            `(if that process is no command of ours, delete ${path})`,
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

/** "" where it has just gone. */
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
