import { looksLike, quote } from "@reciprocal/guards";
import { base64urlnopad } from "@scure/base";
import type { Network } from "../network.js";
import { decodeNetwork, encodeNetwork } from "./compact.js";
import { FileFormatError } from "./error.js";
import type { DecodeOptions, EncodeNetworkOptions } from "./options.js";

/**
 * The compact file of a network as text: base64url (RFC 4648, letters, digits, `-` and `_`) without padding, four
 * characters for three bytes, so that it can stand in a link as it is. It starts with `UkNQTg`.
 *
 * @param network - what to write; not modified
 * @throws as `encodeNetwork`
 *
 * @example
 * import { createNetwork, networkToText } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "spectral", units: 2 }] });
 * console.log(networkToText(network).slice(0, 6));
 * // => UkNQTg
 */
export function networkToText(network: Network, options: EncodeNetworkOptions = {}): string {
  return base64urlnopad.encode(encodeNetwork(network, options));
}

/**
 * The network in a text of `networkToText`. Links are untrusted: give a lower `maxEntries`. Spaces, line ends and padding are
 * refused: trim what people typed.
 *
 * @param text - what `networkToText` gave
 * @throws {FileFormatError} for a character that is not one of base64url, or a length that no file has; and as
 *   `decodeNetwork`
 * @throws {TypeError} unless `text` is a string, and for an unknown option
 *
 * @example
 * import { createNetwork, networkFromText, networkToText } from "@reciprocal/network";
 *
 * const text = networkToText(createNetwork({ inputShape: 4, layers: [{ kind: "spectral", units: 2 }] }));
 * console.log(networkFromText(text, { maxEntries: 1e6 }).layers[0]!.kind); // a limit, for links of others
 * // => spectral
 */
export function networkFromText(text: string, options: DecodeOptions = {}): Network {
  return decodeNetwork(decodeText(text), options);
}

function decodeText(text: string): Uint8Array {
  if (typeof text !== "string") {
    throw new TypeError(`networkFromText: text must be a string, got ${typeof text}`);
  }
  const at = text.search(/[^A-Za-z0-9_-]/);
  if (at !== -1) {
    throw new FileFormatError(
      `networkFromText: text must be letters, digits, - and _, got ${quote(text[at]!)} at index ${at}${looksLike(new TextEncoder().encode(text), "text")}`,
    );
  }
  try {
    return base64urlnopad.decode(text);
  } catch (error) {
    throw new FileFormatError(`networkFromText: text must be whole base64url; was it cut?`, { cause: error });
  }
}
