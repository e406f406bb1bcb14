import { layerFields } from "../layer-fields.js";
import { matrixDigest } from "../matrix/digest.js";
import { isSource, type MatrixSource } from "../matrix/source.js";
import { triangleRows } from "../matrix/triangle.js";
import type { Network } from "../network.js";
import { layerLabel, validateNetwork } from "../validate-network.js";
import type { Digests } from "./bytes/matrix.js";
import { FileFormatError } from "./error.js";
import { type MadeEntriesOptions, madeEntriesOptions } from "./options.js";
import { versionOf } from "./version.js";

/** A matrix that is made and not stored. */
export interface MadeMatrix {
  /** What errors call it, such as `layer 0 (spectral): phi`. */
  readonly part: string;
  /** How it is made, or its size alone. One whose numbers are stored does not count. */
  readonly source: MatrixSource | { readonly rows: number; readonly columns: number };
}

/** Every matrix of a network that it does not store. */
function madeMatrices({ layers }: Network): { readonly part: string; readonly source: MatrixSource }[] {
  return layers.flatMap((layer, index) =>
    layerFields(layer).flatMap(({ name, content: source }) =>
      isSource(source) && !("values" in source)
        ? [{ part: `${layerLabel(layer, index)}: ${name}`, source }]
        : [],
    ),
  );
}

/** The rectangles of triangles of which lines are left: few long lines have many more entries than numbers. */
function rectangles({ layers }: Network): MadeMatrix[] {
  return layers.flatMap((layer, index) =>
    layerFields(layer).flatMap(({ name, packed }) =>
      packed?.lines ? [{ part: `${layerLabel(layer, index)}: ${name}`, source: triangleRows(packed) }] : [],
    ),
  );
}

/**
 * Refuses what makes too many numbers out of a few bytes, before anything is made. Every reader and every writer of this
 * package calls it; call it for what you read yourself.
 *
 * Counted are rows × columns of every matrix that is not stored, all layers together: of one by recipe, of the whole matrix that
 * rows and columns are selected from, and of the selection, whose indices may repeat; and of R of an S-QR layer of which
 * lines are left. What is in several places counts in
 * each. Not counted is what is as large as the bytes it stands in (stored numbers, masks, indices), and what is made of
 * both when a network is used: φ and w of a layer have at most as many entries as its matrices together, made or stored.
 *
 * @param where - the name of the caller, with which errors begin
 * @param made - a network that `validateNetwork` accepts, or a list of matrices
 * @throws {RangeError} for more entries than `maxEntries`, or a size that is no number; it names the matrix that is too much
 * @throws {TypeError} for an unknown option
 *
 * @example
 * import { checkMadeEntries, createNetwork } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10 }] });
 * checkMadeEntries("open", network, { maxEntries: 10_000 }); // φ has 7,840 entries: nothing happens
 */
export function checkMadeEntries(
  where: string,
  made: Network | readonly MadeMatrix[],
  options: MadeEntriesOptions = {},
): void {
  const { maxEntries } = madeEntriesOptions.read(where, options);
  let sum = 0;
  for (const { part, source } of "layers" in made ? [...madeMatrices(made), ...rectangles(made)] : made) {
    if ("values" in source) continue;
    sum += source.rows * source.columns;
    if ("selection" in source) sum += source.selection.of.rows * source.selection.of.columns;
    if (sum <= maxEntries) continue;
    throw new RangeError(
      `${where}: the matrices that are made, up to ${part}, must have at most ${maxEntries} entries together (maxEntries), got ${sum}`,
    );
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
  { version = Infinity, maxEntries }: { version?: number; maxEntries: number },
): void {
  try {
    validateNetwork(network);
  } catch (error) {
    throw new FileFormatError(`${where}: ${(error as Error).message}`, { cause: error });
  }
  try {
    checkMadeEntries(where, network, { maxEntries });
  } catch (error) {
    throw new FileFormatError((error as Error).message, { cause: error });
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
