import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { matrixDigest } from "../../matrix/digest.js";
import type { MatrixSource, Recipe } from "../../matrix/source.js";
import { packBits, readBits } from "./bits.js";
import { readCode } from "./codes.js";
import type { ByteReader } from "./reader.js";
import type { ByteWriter } from "./writer.js";

/** The SHA-256, in hex, that the numbers of a matrix must have which a file does not store. */
export type Digests = Map<MatrixSource, string>;

// The bytes that stand for names. Never reassign one: existing files use it.
const matrixCodes = { values: 0, recipe: 1, selection: 2 };
const recipeCodes: Readonly<Record<Recipe["kind"], number>> = {
  normal: 0,
  "svd-product": 1,
  "q-of-normal": 2,
};
const indexCodes = { bitmap: 0, list: 1 };

/** A matrix of known size: its numbers, or how they are made and their digest. */
export function writeMatrix(writer: ByteWriter, source: MatrixSource, what: string): void {
  if ("values" in source) {
    writer.u8(matrixCodes.values);
    writer.floats(source.values, "float32", what);
    return;
  }
  if ("recipe" in source) {
    writer.u8(matrixCodes.recipe);
    writeRecipe(writer, source.recipe);
  } else {
    const { of, rowIndices, columnIndices } = source.selection;
    writer.u8(matrixCodes.selection);
    writer.u32(of.rows, `rows of what ${what} is selected from`);
    writer.u32(of.columns, `columns of what ${what} is selected from`);
    writeRecipe(writer, of.recipe);
    writeIndices(writer, rowIndices, of.rows);
    writeIndices(writer, columnIndices, of.columns);
  }
  writer.bytes(hexToBytes(matrixDigest(source)));
}

/** @param digests - where to note that of a matrix that is made, to be checked once the network is known to be one */
export function readMatrix(
  reader: ByteReader,
  part: string,
  { rows, columns, digests }: { rows: number; columns: number; digests: Digests },
): MatrixSource {
  const form = readCode(reader, `the form of ${part}`, matrixCodes);
  if (form === "values") return { rows, columns, values: reader.floats(part, rows * columns, "float32") };
  const source =
    form === "recipe"
      ? { rows, columns, recipe: readRecipe(reader, part) }
      : readSelection(reader, part, { rows, columns });
  digests.set(source, bytesToHex(reader.bytes(`the digest of ${part}`, 32)));
  return source;
}

function readSelection(
  reader: ByteReader,
  part: string,
  { rows, columns }: { rows: number; columns: number },
): MatrixSource {
  const whole = {
    rows: reader.u32(`rows of what ${part} is selected from`),
    columns: reader.u32(`columns of what ${part} is selected from`),
  };
  const of = { ...whole, recipe: readRecipe(reader, part) };
  const rowIndices = readIndices(reader, `the rows of ${part}`, { count: rows, limit: whole.rows });
  const columnIndices = readIndices(reader, `the columns of ${part}`, {
    count: columns,
    limit: whole.columns,
  });
  return { rows, columns, selection: { of, rowIndices, columnIndices } };
}

/** How a matrix is made; its size stands elsewhere. */
function writeRecipe(writer: ByteWriter, recipe: Recipe): void {
  writer.u8(recipeCodes[recipe.kind]);
  writer.u64(recipe.seed);
  writer.f64(recipe.deviation);
  if (recipe.kind === "svd-product") writer.f64(recipe.maximum);
}

function readRecipe(reader: ByteReader, part: string): Recipe {
  const kind = readCode(reader, `the recipe of ${part}`, recipeCodes);
  const seed = reader.u64(`the seed of ${part}`);
  const deviation = reader.f64(`the deviation of ${part}`);
  if (kind !== "svd-product") return { kind, seed, deviation };
  return { kind, seed, deviation, maximum: reader.f64(`the maximum of ${part}`) };
}

/** Places from 0 to limit − 1: one bit per candidate if they increase, as cutting nodes leaves them; else a list. */
function writeIndices(writer: ByteWriter, indices: Uint32Array, limit: number): void {
  if (indices.every((index, at) => at === 0 || index > indices[at - 1]!)) {
    const isIn = new Uint8Array(limit);
    for (const index of indices) isIn[index] = 1;
    writer.u8(indexCodes.bitmap);
    writer.bytes(packBits(isIn));
  } else {
    writer.u8(indexCodes.list);
    for (const index of indices) writer.u32(index, "an index");
  }
}

function readIndices(
  reader: ByteReader,
  part: string,
  { count, limit }: { count: number; limit: number },
): Uint32Array {
  if (readCode(reader, `the form of ${part}`, indexCodes) === "list") return reader.u32s(part, count);
  const isIn = readBits(reader, part, limit);
  const found = isIn.reduce((sum, bit) => sum + bit, 0);
  if (found !== count) throw reader.error(`${part} must be ${count} places, got ${found}`);
  const indices = new Uint32Array(count);
  let at = 0;
  isIn.forEach((bit, index) => {
    if (bit === 1) indices[at++] = index;
  });
  return indices;
}
