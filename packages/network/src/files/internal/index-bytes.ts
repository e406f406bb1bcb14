import { packBits, readBits } from "./bits.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import { indexCodes, readCode } from "./codes.js";

/** Places from 0 to limit − 1: one bit per candidate where they increase, as cutting nodes leaves them; else a list. */
export function writeIndices(writer: ByteWriter, indices: Uint32Array, limit: number): void {
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

export function readIndices(
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
