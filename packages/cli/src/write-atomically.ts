import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { UsageError } from "./usage-error.js";

/** @throws {UsageError} if something is there and `force` was not given */
export function checkFree(path: string, { force }: { readonly force: boolean }): void {
  if (!force && existsSync(path)) throw occupied(path);
}

/**
 * Writes a file in one piece: under another name in the same folder, then renamed, so that a reader finds the old
 * file or the new one. Without `force` a file that came into being meanwhile is not replaced either.
 *
 * @throws {UsageError} if something is there and `force` was not given
 */
export function writeAtomically(
  path: string,
  bytes: Uint8Array,
  { force }: { readonly force: boolean },
): void {
  checkFree(path, { force });
  const draft = `${path}.${process.pid}.part`;
  try {
    const file = openSync(draft, "wx");
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (force) renameSync(draft, path);
    else linkSync(draft, path); // unlike a rename, it fails if there is a file
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw occupied(path);
    throw new Error(`${path}: cannot be written: ${message}`, { cause: error });
  } finally {
    rmSync(draft, { force: true });
  }
}

function occupied(path: string): UsageError {
  return new UsageError(`${path}: is there already; --force writes over it`);
}
