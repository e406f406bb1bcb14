import { freezeDeep } from "../internal/freeze-deep.js";
import { isSource } from "../internal/is-source.js";
import type { Network } from "../network.js";
import type { DecodeOptions } from "./decode-network.js";
import { FileFormatError } from "./file-format-error.js";
import { checkDecodeOptions } from "./internal/check-decode-options.js";
import { checkDigests, type Digests } from "./internal/check-digests.js";
import { checkRead } from "./internal/check-read.js";
import { networkVersions } from "./network-to-safetensors.js";
import { readSafetensors, type Safetensors } from "./read-safetensors.js";

/**
 * The network in a file of `networkToSafetensors`. Files of other tools hold no network: take `denseFromSafetensors`.
 *
 * A matrix by recipe is made at once, for its digest, as by `decodeNetwork`: give `mostEntries` for files of strangers.
 *
 * @param bytes - not modified, not kept
 * @returns a network of its own arrays, frozen as those of `createNetwork`
 * @throws {FileFormatError} for anything wrong with the bytes, a file without a network or of a newer version included
 * @throws {TypeError} unless `bytes` is a Uint8Array, and for an unknown option
 * @throws {RangeError} unless `mostEntries` is a number of at least 0
 */
export function networkFromSafetensors(bytes: Uint8Array, options: DecodeOptions = {}): Network {
  const where = "networkFromSafetensors";
  checkDecodeOptions(where, options);
  const digests: Digests = new Map();
  const network = putNumbers(where, readSafetensors(bytes), digests);
  checkRead(where, network, options.mostEntries);
  if (options.verify !== false) checkDigests(where, network, digests);
  return freezeDeep(network);
}

/** What the metadata says, with tensors where it names them; whether that is a network is not known yet. */
function putNumbers(where: string, { tensors, metadata }: Safetensors, digests: Digests): Network {
  const text = metadata["reciprocal.network"];
  if (text === undefined) {
    throw new FileFormatError(
      `${where}: the metadata must have reciprocal.network, got ${Object.keys(metadata).join(", ") || "none"}; was the file written by another tool?`,
    );
  }
  const version = metadata["reciprocal.version"];
  if (version === undefined || !networkVersions.includes(version)) {
    // a network may mean something else there, even where all that is known here is as it was
    throw new FileFormatError(
      `${where}: reciprocal.version must be ${networkVersions.join(" or ")}, got ${version ?? "none"}; a newer version of this package may read it`,
    );
  }
  try {
    const network: unknown = JSON.parse(text, (_, value: unknown) => {
      if (typeof value !== "object" || value === null) return value;
      if ("tensor" in value) {
        const tensor = tensors[String(value.tensor)];
        if (!tensor)
          throw new FileFormatError(`${where}: the file must have a tensor ${String(value.tensor)}`);
        return tensor.data;
      }
      if (!("digest" in value && isSource(value))) return value;
      const { digest, ...source } = value;
      digests.set(source, String(digest));
      return source;
    });
    return (version === "1" ? withInputShape(network) : network) as Network;
  } catch (error) {
    if (error instanceof FileFormatError) throw error;
    throw new FileFormatError(`${where}: reciprocal.network must be JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** What version 1 says, as it is said now; whether that is a network is not known yet. */
function withInputShape(network: unknown): unknown {
  if (typeof network !== "object" || network === null) return network;
  const { inputs, ...rest } = network as { inputs?: unknown };
  return { inputShape: [inputs], ...rest };
}
