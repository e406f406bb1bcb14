import crc32c from "crc-32/crc32c.js";

/**
 * A record of a TFRecord file: the length of the data as uint64, its masked CRC, the data, their masked CRC; numbers are
 * little-endian. The format is that of `tensorflow/core/lib/io/record_writer.h`.
 */
export function frameRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(data.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc(data), true);
  return record;
}

/** CRC-32C, turned right by 15 bits, plus a constant: so that a CRC of data that hold CRCs stays a good one. */
function maskedCrc(data: Uint8Array): number {
  const crc = crc32c.buf(data) >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
