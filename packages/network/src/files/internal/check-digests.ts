import { matrixDigest } from "../../matrix-digest.js";
import type { MatrixSource } from "../../matrix-source.js";
import type { Network } from "../../network.js";
import { FileFormatError } from "../file-format-error.js";
import { madeMatrices } from "./made-matrices.js";

/** The SHA-256, in hex, that the numbers of a matrix must have which a file does not store. */
export type Digests = Map<MatrixSource, string>;

/**
 * Makes every matrix that a file does not store, and compares digests.
 *
 * @throws {FileFormatError} for the first that is not the one that was written
 */
export function checkDigests(where: string, network: Network, digests: Digests): void {
  for (const { part, source } of madeMatrices(network)) {
    const needed = digests.get(source);
    const found = digestOf(where, part, source);
    if (found === needed) continue;
    throw new FileFormatError(
      `${where}: ${part} must have the SHA-256 ${needed ?? "of the file, which has none"}, got ${found}; its recipe makes another matrix here than where the file was written`,
    );
  }
}

/** Settings that are finite one by one can still make a matrix that has no factors, or does not fit into memory. */
function digestOf(where: string, part: string, source: MatrixSource): string {
  try {
    return matrixDigest(source);
  } catch (error) {
    throw new FileFormatError(`${where}: ${part} cannot be made: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
