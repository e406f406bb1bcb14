import type { Samples } from "@reciprocal/network";
import { sha256 } from "./sha256.js";

/** SHA-256 in hex of inputs and of labels or targets; labels count by their values, in whatever array they come. */
export async function samplesDigest({ inputs, labels, targets }: Samples): Promise<string> {
  const answers = labels ? Uint32Array.from(labels) : targets;
  const parts = await Promise.all([sha256(bytesOf(inputs)), sha256(bytesOf(answers))]);
  const kind = labels ? "labels" : "targets";
  return sha256(new TextEncoder().encode(`inputs ${parts[0]} ${kind} ${parts[1]}`));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
