import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
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

/**
 * Looks, before long work, whether a file can be written when it ends.
 *
 * @throws {UsageError} if something is there and `force` was not given
 * @throws {Error} if the folder is missing or may not be written
 */
export function checkWritable(path: string, { force }: { readonly force: boolean }): void {
  checkFree(path, { force });
  try {
    accessSync(dirname(path), constants.W_OK);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error("it is a folder");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? `there is no folder ${dirname(path)}` : message;
    throw new Error(`${path}: cannot be written: ${reason}`, { cause: error });
  }
}

/**
 * Writes what took long to make: where it was to go, and if that fails, among the temporary files, so that it is not lost.
 *
 * @throws {Error} that says where it went instead
 */
export function writeOrRescue(path: string, bytes: Uint8Array, options: { readonly force: boolean }): void {
  try {
    writeAtomically(path, bytes, options);
  } catch (error) {
    const rescued = join(mkdtempSync(join(tmpdir(), "reciprocal-")), basename(path));
    writeAtomically(rescued, bytes, { force: false });
    throw new Error(`${(error as Error).message}; it was written to ${rescued}`, { cause: error });
  }
}

function occupied(path: string): UsageError {
  return new UsageError(`${path}: is there already; --force writes over it`);
}
