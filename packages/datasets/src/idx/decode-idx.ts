import { integer, looksLike, options, type OptionTable, text } from "@reciprocal/guards";
import { checkBytes } from "../check-bytes.js";
import { DatasetFormatError } from "../errors.js";
import { gunzip, maxBytesRule } from "../gunzip.js";

/** The numbers that an IDX file may hold. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** An array with its shape, as an IDX file holds it. */
export interface IdxArray {
  /** Sizes of the dimensions, the slowest first: [60000, 28, 28] for the MNIST training images. */
  readonly shape: readonly number[];
  /** The product of `shape` numbers, of the type of the file; unsigned bytes that were not compressed as a view. */
  readonly data: IdxData;
}

/** Options of `decodeIdx`. */
export interface DecodeIdxOptions {
  /** Name of the file for messages. Default "IDX data". */
  readonly file?: string;
  /** Number of dimensions that are needed: 3 for images, 1 for labels. Default: any. */
  readonly dimensions?: number;
  /** How many bytes gzip may unpack to. Default: 64 times those of the file, and 64 MiB at least. */
  readonly maxBytes?: number | undefined;
}

const table = options(
  () =>
    ({
      file: text().default("IDX data"),
      dimensions: integer({ min: 1, max: 255 }).optional(),
      maxBytes: maxBytesRule(),
    }) satisfies OptionTable<DecodeIdxOptions>,
);

/**
 * Reads an IDX file, plain or gzip (recognized by its first two bytes).
 *
 * Layout: two zero bytes, the type of the numbers (0x08 unsigned byte, 0x09 signed byte, 0x0b and 0x0c integers of 16 and 32
 * bits, 0x0d and 0x0e floats of 32 and 64), the number of dimensions, each dimension as a 32-bit integer, then the
 * numbers, row-major, all of them big-endian (http://yann.lecun.com/exdb/mnist/). Gzip needs Node; plain bytes are
 * read everywhere.
 *
 * @param bytes - of the file; not modified
 * @throws {TypeError} for an unknown option, or anything but bytes
 * @throws {DatasetFormatError} if the magic, the number of dimensions or the length is not what is needed, gzip is damaged or
 * unpacks to more than `maxBytes`
 *
 * @example
 * import { decodeIdx } from "@reciprocal/datasets";
 *
 * const { shape, data } = decodeIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1));
 * console.log(shape, data);
 * // => [ 3 ] Uint8Array(3) [ 7, 2, 1 ]
 */
export function decodeIdx(bytes: Uint8Array, given: DecodeIdxOptions = {}): IdxArray {
  const { file, dimensions, maxBytes } = table.read("decodeIdx", given);
  checkBytes(`decodeIdx: ${file}`, bytes);
  const content = gunzip(bytes, { caller: "decodeIdx", file, maxBytes });
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  checkLength(file, "a magic number", 4, content);
  const magic = view.getUint32(0);
  const [type, rank] = [types[(magic >>> 8) & 0xff], magic & 0xff];
  if (magic >>> 16 !== 0 || type === undefined || rank === 0 || rank !== (dimensions ?? rank)) {
    const needed = 0x800 + (dimensions ?? Math.max(1, rank));
    const isIdx = magic >>> 16 === 0 && type !== undefined;
    const swapped = isIdx && usualName(needed) && usualName(magic) ? "; were the two files swapped?" : "";
    throw new DatasetFormatError(
      `decodeIdx: ${file}: expected magic ${hex(needed)}${usualName(needed)}, with 08 to 0e for the type of the numbers, got ${hex(magic)}${usualName(magic)}${isIdx ? swapped : looksLike(content)}`,
    );
  }

  const start = 4 + 4 * rank;
  checkLength(file, `a header of ${rank} dimensions`, start, content);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const count = shape.reduce((product, length) => product * length, 1);
  const size = count * type.bytes;
  if (content.length !== start + size) {
    const problem = content.length < start + size ? "was the file cut off?" : "there are bytes after the end";
    throw new DatasetFormatError(
      `decodeIdx: ${file}: shape ${showShape(shape)} needs ${start + size} bytes, got ${content.length}; ${problem}`,
    );
  }
  return { shape, data: type.read(content.subarray(start), count) };
}

/** One of the types of numbers. */
interface NumberType {
  readonly bytes: number;
  readonly read: (content: Uint8Array, count: number) => IdxData;
}

const types: Readonly<Record<number, NumberType>> = {
  0x08: { bytes: 1, read: (content) => content },
  0x09: { bytes: 1, read: (content) => new Int8Array(content) },
  0x0b: numberType(2, Int16Array, (view, at) => view.getInt16(at)),
  0x0c: numberType(4, Int32Array, (view, at) => view.getInt32(at)),
  0x0d: numberType(4, Float32Array, (view, at) => view.getFloat32(at)),
  0x0e: numberType(8, Float64Array, (view, at) => view.getFloat64(at)),
};

function numberType(
  bytes: number,
  Numbers: new (length: number) => IdxData,
  get: (view: DataView, at: number) => number,
): NumberType {
  return {
    bytes,
    read: (content, count) => {
      const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
      const data = new Numbers(count);
      for (let i = 0; i < count; i++) data[i] = get(view, i * bytes);
      return data;
    },
  };
}

function checkLength(file: string, what: string, needed: number, content: Uint8Array): void {
  if (content.length >= needed) return;
  throw new DatasetFormatError(
    `decodeIdx: ${file}: ${what} needs ${needed} bytes, got ${content.length}${looksLike(content) || "; was the file cut off?"}`,
  );
}

/** A shape for a message; an IDX file may have 255 dimensions. */
export function showShape(shape: readonly number[]): string {
  const shown = shape.slice(0, 8).join("×");
  return shape.length > 8 ? `${shown}×… (${shape.length} dimensions)` : shown;
}

function hex(magic: number): string {
  return `0x${magic.toString(16).padStart(8, "0")}`;
}

function usualName(magic: number): string {
  return magic === 0x803 ? " (images)" : magic === 0x801 ? " (labels)" : "";
}
