import type { Dataset } from "@reciprocal/datasets";
import {
  decodeNetwork,
  FileFormatError,
  inputSize,
  networkFromText,
  outputSize,
  type Network,
} from "@reciprocal/network";

/** Limit for all matrices that an untrusted network makes: more than any network here has, and made in seconds. */
const maxEntries = 4e6;

/**
 * The network in the bytes of a file or the text of a link.
 *
 * @throws {Error} if it is broken, or does not fit the samples
 */
export function readNetwork(source: Uint8Array | string, samples: Dataset): Network {
  const network = decode(source);
  const [inputs, outputs] = [inputSize(network), outputSize(network)];
  if (inputs === samples.features && outputs === samples.classes) return network;
  throw new Error(
    `the network must take ${samples.features} inputs to ${samples.classes} outputs as the images want, it takes ${inputs} to ${outputs}`,
  );
}

function decode(source: Uint8Array | string): Network {
  try {
    return typeof source === "string"
      ? networkFromText(source, { maxEntries })
      : decodeNetwork(source, { maxEntries });
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    const reason = error.message.replace(/^\w+: /, "");
    throw new Error(`This is not a network that opens here, or not all of it: ${reason}`, { cause: error });
  }
}
