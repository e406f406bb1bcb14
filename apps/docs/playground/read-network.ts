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

/** What a network must take and give. */
export interface Fit {
  /** The number of pixels. */
  readonly inputs: number;
  /** The number of classes, or from where to where. */
  readonly outputs: number | readonly [from: number, to: number];
}

/**
 * The network in the bytes of a file or the text of a link.
 *
 * @param verify - whether matrices that come from a seed are made and compared with what the network was trained with; not
 *   needed for what this page has made
 * @throws {Error} if it is broken, or does not fit
 */
export function readNetwork(source: Uint8Array | string, fit: Fit, { verify = true } = {}): Network {
  const network = decode(source, verify);
  const [inputs, outputs] = [inputSize(network), outputSize(network)];
  const [from, to] = typeof fit.outputs === "number" ? [fit.outputs, fit.outputs] : fit.outputs;
  if (inputs === fit.inputs && outputs >= from && outputs <= to) return network;
  const needed = from === to ? String(from) : `${from} to ${to}`;
  throw new Error(
    `A network for these pictures takes ${fit.inputs} inputs, one per pixel, and has ${needed} outputs. This one takes ${inputs} inputs and has ${outputs} outputs.`,
  );
}

function decode(source: Uint8Array | string, verify: boolean): Network {
  try {
    return typeof source === "string"
      ? networkFromText(source, { maxEntries, verify })
      : decodeNetwork(source, { maxEntries, verify });
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    const reason = error.message.replace(/^\w+: /, "");
    throw new Error(`This is not a network that opens here, or not all of it: ${reason}`, { cause: error });
  }
}
