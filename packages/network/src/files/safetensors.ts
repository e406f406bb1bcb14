import { sha256 } from "@noble/hashes/sha2.js";
import { isRecord, looksLike, parseJson, printable, show } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import { shapeSize } from "../shape.js";
import { checkBytes } from "./bytes/sealed-file.js";
import { FileFormatError } from "./error.js";
import { compareText } from "./compare-text.js";
import { type Tensor, type TensorType, tensorTypes } from "./tensor.js";

/** Bytes of the largest header that the format allows. */
const longestHeader = 100_000_000;

/** The content of a safetensors file. */
export interface Safetensors {
  /** The tensors by name. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Texts by name; empty if the file has none. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly name: string;
  readonly dtype: TensorType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Tensors by name as the bytes of a safetensors file (github.com/huggingface/safetensors): the largest types first, by
 * name among equals, so that every tensor is aligned. The same tensors in another order give the same bytes.
 *
 * @param content - tensors by name and, if there are any, texts; not modified
 * @returns a new array
 * @throws {TypeError} for an unknown dtype, data of another type, or metadata that is not text
 * @throws {ShapeError} if the shape does not fit the data
 * @throws {RangeError} for the name `__metadata__`, which is taken, a BOOL that is neither 0 nor 1, or a header above 100 MB
 *
 * @example
 * import { decodeSafetensors, encodeSafetensors } from "@reciprocal/network";
 *
 * const bytes = encodeSafetensors({ tensors: { w: { dtype: "F32", shape: [2], data: Float32Array.of(1, 2) } } });
 * console.log(decodeSafetensors(bytes).tensors.w!.data);
 * // => Float32Array(2) [ 1, 2 ]
 */
export function encodeSafetensors(content: Pick<Safetensors, "tensors"> & Partial<Safetensors>): Uint8Array {
  const { header, tensors, length } = layOut(content);
  const file = new Uint8Array(8 + header.length + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  let at = 8 + header.length;
  for (const tensor of tensors) {
    const bytes = tensorTypes[tensor.dtype].write(tensor.data);
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

/**
 * SHA-256 of the header and the tensors that `encodeSafetensors` would write, without a copy of them all.
 *
 * @throws as `encodeSafetensors`
 */
export function safetensorsDigest(content: Safetensors): Uint8Array {
  const { header, tensors } = layOut(content);
  const hash = sha256.create().update(header);
  for (const { dtype, data } of tensors) hash.update(tensorTypes[dtype].write(data));
  return hash.digest();
}

/** The header, and the tensors in the order of the file. */
function layOut({ tensors, metadata = {} }: Pick<Safetensors, "tensors"> & Partial<Safetensors>) {
  const entries = Object.entries(tensors).map(([name, tensor]) => {
    checkTensor(`encodeSafetensors: ${printable(name)}`, name, tensor);
    return { name, ...tensor, size: tensorTypes[tensor.dtype].size };
  });
  entries.sort((a, b) => b.size - a.size || compareText(a.name, b.name));

  const members: (readonly [name: string, value: unknown])[] = [];
  const texts = Object.entries(metadata).sort(([a], [b]) => compareText(a, b));
  for (const [name, text] of texts) {
    if (typeof text === "string") continue;
    throw new TypeError(`encodeSafetensors: metadata ${printable(name)} must be text, got ${typeof text}`);
  }
  if (texts.length > 0) members.push(["__metadata__", Object.fromEntries(texts)]);
  let length = 0;
  for (const { name, dtype, shape, data, size } of entries) {
    const begin = length;
    length += size * data.length;
    members.push([name, { dtype, shape, data_offsets: [begin, length] }]);
  }
  return { header: encodeHeader(members), tensors: entries, length };
}

function checkTensor(where: string, name: string, { dtype, shape, data }: Tensor): void {
  if (name === "__metadata__")
    throw new RangeError(`${where} must have another name, which the format keeps`);
  if (!Object.hasOwn(tensorTypes, dtype)) {
    throw new TypeError(
      `${where}: dtype must be one of ${Object.keys(tensorTypes).join(", ")}, got ${printable(String(dtype), 60)}`,
    );
  }
  if (!tensorTypes[dtype].isArray(data)) {
    throw new TypeError(`${where}: data of ${dtype} must be its typed array, got ${typeof data}`);
  }
  if (!(shape.every((size) => Number.isSafeInteger(size) && size >= 0) && shapeSize(shape) === data.length)) {
    throw new ShapeError(`${where}: shape must fit the ${data.length} values, got [${shape.join(", ")}]`);
  }
  if (dtype !== "BOOL") return;
  const wrong = data.find((value) => value > 1);
  if (wrong !== undefined) throw new RangeError(`${where}: BOOL must be 0 or 1, got ${wrong}`);
}

/** JSON, with spaces at its end so that the numbers after it start at a multiple of 8. */
function encodeHeader(members: readonly (readonly [string, unknown])[]): Uint8Array {
  // joined here, since an object would put names such as "0" before all others
  const json = `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
  const bytes = new TextEncoder().encode(json);
  const length = 8 * Math.ceil(bytes.length / 8);
  if (!(length <= longestHeader)) {
    throw new RangeError(`encodeSafetensors: the header may have ${longestHeader} bytes, got ${length}`);
  }
  const header = new Uint8Array(length).fill(0x20);
  header.set(bytes);
  return header;
}

/**
 * The tensors and texts of a safetensors file (github.com/huggingface/safetensors). Everything that the header claims is
 * checked before anything is allocated: its length against the file and the format's own 100 MB; names, types and
 * shapes; and that the tensors fill the file without a gap or an overlap. Values are as they are: NaN is let through.
 *
 * The records have no prototype, so that a name such as `constructor` finds only a tensor.
 *
 * @param bytes - not modified, not kept: every tensor is a copy
 * @throws {FileFormatError} for anything wrong with the bytes, and for types that JavaScript has no array for (`F8_E4M3`, …)
 * @throws {TypeError} unless `bytes` is a Uint8Array
 *
 * @example
 * import { decodeSafetensors, encodeSafetensors } from "@reciprocal/network";
 *
 * const bytes = encodeSafetensors({ tensors: {}, metadata: { made: "by hand" } });
 * console.log(decodeSafetensors(bytes).metadata.made);
 * // => by hand
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  checkBytes("decodeSafetensors", bytes);
  const { text, start } = readHeader(bytes);
  const members = parseHeader(text);
  const metadata = readMetadata(members["__metadata__"]);
  const entries = Object.entries(members)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, value]) => readEntry(name, value));
  checkOffsets(entries, bytes.length - start);
  const tensors = entries.map(({ name, dtype, shape, begin, end }) => {
    const data = tensorTypes[dtype].read(bytes.subarray(start + begin, start + end));
    if (dtype === "BOOL" && (data as Uint8Array).some((value) => value > 1)) {
      throw problem(`${name}: BOOL must be 0 or 1`);
    }
    return [name, { dtype, shape, data } as Tensor] as const;
  });
  return { tensors: toRecord(tensors), metadata: toRecord(Object.entries(metadata)) };
}

/** The header's text and where the numbers start. */
function readHeader(bytes: Uint8Array): { text: string; start: number } {
  const instead = looksLike(bytes, "safetensors");
  if (bytes.length < 8) throw problem(`a file has at least 8 bytes, got ${bytes.length}${instead}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (!(length <= longestHeader))
    throw problem(`the header may have ${longestHeader} bytes, got ${length}${instead}`);
  const start = 8 + length;
  if (!(start <= bytes.length)) {
    throw problem(`the header needs ${length} bytes after the first 8, got ${bytes.length - 8}${instead}`);
  }
  if (bytes[8] !== 0x7b) throw problem(`the header must start with {${instead}`);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, start)), start };
  } catch (error) {
    throw problem("the header must be UTF-8", error);
  }
}

function parseHeader(text: string): Readonly<Record<string, unknown>> {
  try {
    return parseJson(text) as Record<string, unknown>; // it starts with {, so it is an object
  } catch (error) {
    throw problem(`the header must be JSON: ${(error as Error).message}`, error);
  }
}

function readMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw problem("__metadata__ must be an object");
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== "string") throw problem(`__metadata__: ${name} must be text, got ${typeof text}`);
  }
  return value as Record<string, string>;
}

function readEntry(name: string, value: unknown): Entry {
  const keys = isRecord(value) ? Object.keys(value).sort().join(", ") : typeof value;
  if (!isRecord(value) || keys !== "data_offsets, dtype, shape") {
    throw problem(`${name} must have data_offsets, dtype, shape, got ${keys}`);
  }
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isTensorType(dtype)) {
    throw problem(`${name}: dtype must be one of ${Object.keys(tensorTypes).join(", ")}, got ${show(dtype)}`);
  }
  if (!isSizes(shape)) throw problem(`${name}: shape must be an array of integers of at least 0`);
  if (!(isSizes(offsets) && offsets.length === 2 && offsets[0]! <= offsets[1]!)) {
    throw problem(`${name}: data_offsets must be two integers, the second not smaller`);
  }
  const [begin, end] = offsets as [number, number];
  const { size } = tensorTypes[dtype];
  // step by step: once a product is no longer exact, a later 0 must not hide it
  const needed = shape.reduce(
    (product, count) => (Number.isSafeInteger(product) ? product * count : NaN),
    size,
  );
  if (needed !== end - begin) {
    throw problem(
      `${name}: ${dtype} of shape [${shape.join(", ")}] needs ${needed} bytes, got data_offsets of ${end - begin}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

/** Refuses gaps, overlaps, and bytes that are not there or belong to no tensor. */
function checkOffsets(entries: readonly Entry[], length: number): void {
  let next = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== next)
      throw problem(`${name} must start where the one before it ends, at ${next}, got ${begin}`);
    next = end;
  }
  if (next !== length) throw problem(`the tensors need ${next} bytes after the header, got ${length}`);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function isTensorType(value: unknown): value is TensorType {
  return typeof value === "string" && Object.hasOwn(tensorTypes, value);
}

function toRecord<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.setPrototypeOf(Object.fromEntries(entries), null) as Record<string, T>;
}

function problem(what: string, cause?: unknown): FileFormatError {
  return new FileFormatError(`decodeSafetensors: ${what}`, { cause });
}
