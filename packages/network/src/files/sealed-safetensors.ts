import { bytesToHex } from "@noble/hashes/utils.js";
import { FileFormatError } from "./error.js";
import { type Safetensors, safetensorsDigest } from "./safetensors.js";

const digestName = "reciprocal.digest";

/** Begins the names of all texts that are ours; texts of others are let through, as tools add their own. */
const prefix = "reciprocal.";

/** The texts that this code knows; `@reciprocal/model` writes and reads the last one. */
const names = [digestName, "reciprocal.network", "reciprocal.version", "reciprocal.model"];

/**
 * The content with the text `reciprocal.digest`: the SHA-256, in hex, of the header and the numbers that `encodeSafetensors` writes for
 * its tensors and its other texts of a name that begins with `reciprocal.`. `toSafetensors` does this itself: only if
 * such a text is added or changed it must be done again.
 *
 * @param content - tensors and texts; not modified
 * @returns the arrays of the content, not copies
 * @throws as `encodeSafetensors`
 *
 * @example
 * import { createNetwork, fromSafetensors, sealSafetensors, toSafetensors } from "@reciprocal/network";
 *
 * const { tensors, metadata } = toSafetensors(createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 1 }] }));
 * const mine = sealSafetensors({ tensors, metadata: { ...metadata, "reciprocal.note": "mine" } });
 * console.log(mine.metadata["reciprocal.digest"] === metadata["reciprocal.digest"]);
 * // => false
 */
export function sealSafetensors({ tensors, metadata }: Safetensors): Safetensors {
  return { tensors, metadata: { ...metadata, [digestName]: digestOf({ tensors, metadata }) } };
}

/**
 * Files that were written before there was a digest have none, and pass.
 *
 * @throws {FileFormatError} for a digest of something else, and a text that is ours and not known
 */
export function checkSeal(where: string, content: Safetensors): void {
  const { [digestName]: needed, ...others } = content.metadata;
  const unknown = Object.keys(others).find((name) => name.startsWith(prefix) && !names.includes(name));
  if (unknown !== undefined) {
    throw new FileFormatError(
      `${where}: the metadata must have no other ${prefix} than ${names.join(", ")}, got ${unknown}; a newer version of this package may read it`,
    );
  }
  if (needed === undefined) return;
  const found = foundDigest(where, content);
  if (found === needed) return;
  throw new FileFormatError(
    `${where}: the SHA-256 of tensors and texts must be the ${digestName} of the file, ${needed}, got ${found}; was the file changed?`,
  );
}

function foundDigest(where: string, content: Safetensors): string {
  try {
    return digestOf(content);
  } catch (error) {
    throw new FileFormatError(`${where}: ${(error as Error).message}`, { cause: error });
  }
}

function digestOf({ tensors, metadata }: Safetensors): string {
  const own = Object.entries(metadata).filter(([name]) => name.startsWith(prefix) && name !== digestName);
  return bytesToHex(safetensorsDigest({ tensors, metadata: Object.fromEntries(own) }));
}
