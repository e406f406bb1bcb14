import { matrixDigest } from "../../matrix-digest.js";
import { FileFormatError } from "../file-format-error.js";
import type { MadeMatrix } from "./matrix-bytes.js";

/**
 * Makes every matrix that a file does not store, and compares digests.
 *
 * @throws {FileFormatError} for the first that is not the one that was written
 */
export function checkMade(where: string, made: readonly MadeMatrix[]): void {
  for (const { part, source, digest } of made) {
    const found = matrixDigest(source);
    if (found === digest) continue;
    throw new FileFormatError(
      `${where}: ${part} must have the SHA-256 ${digest}, got ${found}; its recipe makes another matrix here than where the file was written`,
    );
  }
}
