import { FileFormatError } from "../error.js";
import { canonicalJson, parseCanonicalJson, type PlainData } from "../plain-data.js";
import type { ByteReader } from "./reader.js";
import type { ByteWriter } from "./writer.js";

/** Bytes of the text, at the most: 16 MiB. */
const longest = 2 ** 24;

/**
 * Plain data after the layers: its bytes as u32, then canonical JSON in UTF-8.
 *
 * @throws {RangeError} for data of more than 16 MiB, and as `canonicalJson`
 */
export function writeData(writer: ByteWriter, data: PlainData, where: string): void {
  const text = new TextEncoder().encode(canonicalJson(`${where}: data`, data));
  if (!(text.length <= longest)) {
    throw new RangeError(`${where}: data must have at most ${longest} bytes as JSON, got ${text.length}`);
  }
  writer.u32(text.length, `${where}: the length of data`);
  writer.bytes(text);
}

/** @throws {FileFormatError} for a text that is too long, not UTF-8, or not canonical JSON */
export function readData(reader: ByteReader, where: string): PlainData {
  const length = reader.u32("the length of data");
  if (!(length <= longest)) throw reader.error(`data must have at most ${longest} bytes, got ${length}`);
  const bytes = reader.bytes("data", length);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new FileFormatError(`${where}: data must be UTF-8`, { cause: error });
  }
  return parseCanonicalJson(`${where}: data`, text);
}
