import type { ByteReader } from "./reader.js";

/** Eight numbers, each 0 or 1, to a byte, the first in the lowest bit; spare bits of the last byte are 0. */
export function packBits(bits: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (let i = 0; i < bits.length; i++) bytes[i >> 3]! |= bits[i]! << (i & 7);
  return bytes;
}

/** @throws {FileFormatError} if a spare bit is not 0, so that the same bits have the same bytes */
export function readBits(reader: ByteReader, part: string, count: number): Uint8Array {
  const bytes = reader.bytes(part, Math.ceil(count / 8));
  const spare = count % 8 === 0 ? 0 : bytes.at(-1)! >> (count % 8);
  if (spare !== 0) throw reader.error(`the spare bits of ${part} must be 0`);
  return Uint8Array.from({ length: count }, (_, i) => (bytes[i >> 3]! >> (i & 7)) & 1);
}

/** Whether two lists of bytes are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
