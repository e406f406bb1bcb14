import { readFileSync } from "@reciprocal/files";
import { standardInput } from "./standard-input.js";
import { UsageError } from "./usage-error.js";

/** @throws {Error} saying which file, and why it cannot be read: a folder, a device, nothing there */
export function readBytes(path: string): Uint8Array {
  if (path === standardInput) throw new UsageError('"-" is not taken here: name a file, or /dev/stdin');
  return readFileSync(path);
}
