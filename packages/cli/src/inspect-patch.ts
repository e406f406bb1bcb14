import { createHash } from "node:crypto";
import { FileFormatError } from "@reciprocal/network";

/** What a patch says without its base. */
export interface PatchInspection {
  readonly version: number;
  /** SHA-256 that the file of the base ends with. */
  readonly base: string;
  readonly spectra: "float32" | "float16";
  readonly changedLayers: number;
}

const formats = ["float32", "float16"] as const;

const minBytes = 12 + 32 + 1 + 4 + 32;

/**
 * Reads the head of a patch: at 4 version, at 8 length, at 12 digest of the base, at 44 format of spectra, at 45 number
 * of changed layers; the last 32 bytes are the SHA-256 of all before them.
 *
 * @throws {FileFormatError} if length or SHA-256 are wrong
 */
export function inspectPatch(bytes: Uint8Array): PatchInspection {
  if (bytes.length < minBytes) {
    throw new FileFormatError(`inspectPatch: a patch has at least ${minBytes} bytes, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [version, length] = [view.getUint32(4, true), view.getUint32(8, true)];
  if (version !== 1) throw new FileFormatError(`inspectPatch: version must be 1, got ${version}`);
  if (length !== bytes.length) {
    throw new FileFormatError(
      `inspectPatch: the file must have the ${length} bytes of its header, got ${bytes.length}; was it cut?`,
    );
  }
  const digest = createHash("sha256").update(bytes.subarray(0, -32)).digest();
  if (!digest.equals(bytes.subarray(-32))) {
    throw new FileFormatError("inspectPatch: the SHA-256 of the file must be its last 32 bytes, got another");
  }
  const spectra = formats[view.getUint8(44)];
  if (spectra === undefined) {
    throw new FileFormatError(
      `inspectPatch: the format of spectra must be 0 (float32) or 1 (float16), got ${view.getUint8(44)}`,
    );
  }
  return {
    version,
    base: Buffer.from(bytes.subarray(12, 44)).toString("hex"),
    spectra,
    changedLayers: view.getUint32(45, true),
  };
}
