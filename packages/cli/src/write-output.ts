import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { checkWritableSync, showPath, writeFileSync } from "@reciprocal/files";
import { standardInput } from "./standard-input.js";
import { UsageError } from "./usage-error.js";

export interface OutputOptions {
  /** Whether what is there is written over. */
  readonly force: boolean;
}

/**
 * Looks, before any work, whether a file can be written when it ends.
 *
 * @throws {UsageError} if something is there and `force` was not given
 * @throws {Error} for what is no file, a folder that is missing or may not be written
 */
export function checkOutput(path: string, { force }: OutputOptions): void {
  saying(path, () => checkWritableSync(path, { replace: force }));
}

/**
 * Writes a file whole or not at all, as `writeFile` of @reciprocal/files does.
 *
 * @throws {UsageError} if something is there and `force` was not given
 */
export function writeOutput(path: string, bytes: Uint8Array, { force }: OutputOptions): void {
  saying(path, () => writeFileSync(path, bytes, { replace: force }));
}

/**
 * Writes what took long to make: where it was to go, and if that fails, among the temporary files, so that it is not lost.
 *
 * @throws {Error} that says where it went instead
 */
export function writeOrRescue(path: string, bytes: Uint8Array, options: OutputOptions): void {
  try {
    writeOutput(path, bytes, options);
  } catch (cause) {
    throw new Error(`${(cause as Error).message}; ${rescue(basename(path), bytes)}`, { cause });
  }
}

function rescue(name: string, bytes: Uint8Array): string {
  try {
    const rescued = join(mkdtempSync(join(tmpdir(), "reciprocal-")), name);
    writeFileSync(rescued, bytes, { replace: false });
    return `it was written to ${rescued}`;
  } catch (error) {
    return `nor among the temporary files: ${(error as Error).message}`;
  }
}

function saying(path: string, work: () => void): void {
  if (path === standardInput)
    throw new UsageError('"-" is no file that can be written; /dev/stdout is, where there is one');
  try {
    work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new UsageError(`${showPath(path)}: is there already; --force writes over it`, { cause: error });
  }
}
