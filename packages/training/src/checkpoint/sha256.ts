import { sha256 as sha256InJavaScript } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/**
 * SHA-256 in lower-case hex, by the platform where it lets us: several times faster, but browsers offer it on https
 * and localhost only, and not for shared memory.
 */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const { subtle } = globalThis.crypto as { readonly subtle?: SubtleCrypto };
  const isOwn = (array: Uint8Array): array is Uint8Array<ArrayBuffer> => array.buffer instanceof ArrayBuffer;
  return bytesToHex(
    subtle && isOwn(bytes)
      ? new Uint8Array(await subtle.digest("SHA-256", bytes))
      : sha256InJavaScript(bytes),
  );
}
