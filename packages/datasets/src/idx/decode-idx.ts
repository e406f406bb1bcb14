import { integer, options, type OptionTable, text } from "@reciprocal/guards";
import { DatasetFormatError } from "../errors.js";
import { gunzip } from "../gunzip.js";

/** An array of bytes with its shape, as an IDX file holds it. */
export interface IdxArray {
  /** Sizes of the dimensions, the slowest first: [60000, 28, 28] for the MNIST training images. */
  readonly shape: readonly number[];
  /** The product of `shape` bytes; a view on the given bytes if these were not compressed. */
  readonly data: Uint8Array;
}

/** Options of `decodeIdx`. */
export interface DecodeIdxOptions {
  /** Name of the file for messages. Default "IDX data". */
  readonly file?: string;
  /** Number of dimensions that are needed: 3 for images, 1 for labels. Default: any. */
  readonly dimensions?: number;
}

const table = options(
  () =>
    ({
      file: text().default("IDX data"),
      dimensions: integer({ min: 1, max: 255 }).optional(),
    }) satisfies OptionTable<DecodeIdxOptions>,
);

/**
 * Reads an IDX file of unsigned bytes, plain or gzip (recognized by its first two bytes).
 *
 * Layout: two zero bytes, the type (0x08, unsigned byte), the number of dimensions, each dimension as a big-endian
 * 32-bit integer, then the data, row-major (http://yann.lecun.com/exdb/mnist/). Other element types are not read.
 * Gzip needs Node; plain bytes are read everywhere.
 *
 * @throws {TypeError} for an unknown option
 * @throws {DatasetFormatError} if the magic, the number of dimensions or the length is not what is needed
 *
 * @example
 * decodeIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1)); // { shape: [3], data: [7, 2, 1] }
 */
export function decodeIdx(bytes: Uint8Array, given: DecodeIdxOptions = {}): IdxArray {
  const { file, dimensions } = table.read("decodeIdx", given);
  const content = gunzip(bytes, file, "decodeIdx");
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  checkLength(file, "a magic number", 4, content.length);
  const magic = view.getUint32(0);
  const expected = 0x800 + (dimensions ?? Math.max(1, magic & 0xff));
  if (magic !== expected) {
    const swapped = describeMagic(expected) && describeMagic(magic) ? "; were the two files swapped?" : "";
    throw new DatasetFormatError(
      `decodeIdx: ${file}: expected magic ${hex(expected)}${describeMagic(expected)}, got ${hex(magic)}${describeMagic(magic)}${swapped}`,
    );
  }

  const rank = magic & 0xff;
  const start = 4 + 4 * rank;
  checkLength(file, `a header of ${rank} dimensions`, start, content.length);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  if (content.length !== start + size) {
    const problem = content.length < start + size ? "was the file cut off?" : "there are bytes after the end";
    throw new DatasetFormatError(
      `decodeIdx: ${file}: shape ${shape.join("×")} needs ${start + size} bytes, got ${content.length}; ${problem}`,
    );
  }
  return { shape, data: content.subarray(start) };
}

function checkLength(file: string, what: string, needed: number, got: number): void {
  if (got >= needed) return;
  throw new DatasetFormatError(
    `decodeIdx: ${file}: ${what} needs ${needed} bytes, got ${got}; was the file cut off?`,
  );
}

function hex(magic: number): string {
  return `0x${magic.toString(16).padStart(8, "0")}`;
}

function describeMagic(magic: number): string {
  return magic === 0x803 ? " (images)" : magic === 0x801 ? " (labels)" : "";
}
