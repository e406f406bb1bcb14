import { createHash } from "node:crypto";

const digestLength = 32;
const leastLength = 44;

const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();

/** A compact file or patch with the length and the digest that it would have, had it been written like this. */
export function resealed(bytes: Uint8Array): Uint8Array {
  if (bytes.length < leastLength) return bytes;
  const copy = new Uint8Array(bytes);
  new DataView(copy.buffer).setUint32(8, copy.length, true);
  copy.set(sha256(copy.subarray(0, -digestLength)), copy.length - digestLength);
  return copy;
}

/** Whether a compact file or patch ends with its digest. */
export function isSealed(bytes: Uint8Array): boolean {
  return Buffer.compare(sha256(bytes.subarray(0, -digestLength)), bytes.subarray(-digestLength)) === 0;
}

export function sha256Hex(bytes: Uint8Array): string {
  return Buffer.from(sha256(bytes)).toString("hex");
}
