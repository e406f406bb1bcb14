import { readFileSync } from "node:fs";

/** @throws {Error} saying which file, and why it cannot be read */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      code === "ENOENT"
        ? "there is no such file"
        : code === "EISDIR"
          ? "a folder, a file is needed"
          : message;
    throw new Error(`${path}: ${reason}`, { cause: error });
  }
}
