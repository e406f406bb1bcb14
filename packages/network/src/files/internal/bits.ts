import type { ByteReader } from "./byte-reader.js";

/** Eight numbers, each 0 or 1, to a byte, the first in the lowest bit; spare bits of the last byte are 0. */
export function packBits(bits: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (let i = 0; i < bits.length; i++) bytes[i >> 3]! |= bits[i]! << (i & 7);
  return bytes;
}

/** @throws {FileFormatError} where a spare bit is not 0, so that the same bits have the same bytes */
export function readBits(reader: ByteReader, part: string, count: number): Uint8Array {
  const bytes = reader.bytes(part, Math.ceil(count / 8));
  const spare = count % 8 === 0 ? 0 : bytes.at(-1)! >> (count % 8);
  if (spare !== 0) throw reader.error(`the spare bits of ${part} must be 0`);
  return Uint8Array.from({ length: count }, (_, i) => (bytes[i >> 3]! >> (i & 7)) & 1);
}
