import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { matrixDigest } from "../../matrix-digest.js";
import type { MatrixSource } from "../../matrix-source.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import type { Digests } from "./check-digests.js";
import { matrixCodes, readCode } from "./codes.js";
import { readIndices, writeIndices } from "./index-bytes.js";
import { readRecipe, writeRecipe } from "./recipe-bytes.js";

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
