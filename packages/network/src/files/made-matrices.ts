import { layerFields } from "../layer-fields.js";
import { matrixDigest } from "../matrix/digest.js";
import { isSource, type MatrixSource, type RecipeSource } from "../matrix/source.js";
import type { Network } from "../network.js";
import { layerLabel, validateNetwork } from "../validate-network.js";
import type { Digests } from "./bytes/matrix.js";
import { FileFormatError } from "./error.js";
import { versionOf } from "./version.js";

/** Entries of the largest matrix that a file may ask for without storing it: 1 GiB of numbers. */
const maxEntries = 2 ** 28;

/** A matrix of a network that is not stored but made. */
interface MadeMatrix {
  /** What errors call it. */
  readonly part: string;
  readonly source: MatrixSource;
  /** What its recipe makes: itself, or what it is selected from. */
  readonly whole: RecipeSource;
}

function madeMatrices({ layers }: Network): MadeMatrix[] {
  return layers.flatMap((layer, index) =>
    layerFields(layer).flatMap(({ name, content: source }) => {
      if (!isSource(source) || "values" in source) return [];
      const whole = "selection" in source ? source.selection.of : source;
      return [{ part: `${layerLabel(layer, index)}: ${name}`, source, whole }];
    }),
  );
}

/**
 * A few bytes must not ask for more numbers than a machine holds.
 *
 * @param together - entries that all matrices may have
 * @throws {RangeError} for a matrix of more than 2²⁸ entries that a recipe makes, or that one is selected from, and
 *   if all of them have more than `together`
 */
export function checkMadeSizes(network: Network, together = Infinity): void {
  let sum = 0;
  for (const { part, whole } of madeMatrices(network)) {
    const entries = whole.rows * whole.columns;
    if (!(entries <= maxEntries)) {
      throw new RangeError(
        `${part} must be made of at most 2^28 entries in a file, got ${whole.rows}×${whole.columns}`,
      );
    }
    sum += entries;
    if (!(sum <= together)) {
      throw new RangeError(
        `matrices up to ${part} must have at most ${together} entries together, got ${sum}`,
      );
    }
  }
}

/**
 * @param version - of the file
 * @throws {FileFormatError} if what was read is not a network, has what came after the version of its file, or asks for
 *   matrices that are too large
 */
export function checkRead(
  where: string,
  network: Network,
  { version = Infinity, maxEntries }: { version?: number; maxEntries?: number | undefined } = {},
): void {
  try {
    validateNetwork(network);
    checkMadeSizes(network, maxEntries);
  } catch (error) {
    throw new FileFormatError(`${where}: ${(error as Error).message}`, { cause: error });
  }
  const needed = versionOf(network);
  if (needed <= version) return;
  throw new FileFormatError(
    `${where}: the version must be ${needed} or more for what the network has, got ${version}`,
  );
}

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
