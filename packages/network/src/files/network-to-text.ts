import { base64urlnopad } from "@scure/base";
import type { Network } from "../network.js";
import { encodeNetwork, type EncodeOptions } from "./encode-network.js";

/**
 * The compact file of a network as text: base64url (RFC 4648, letters, digits, `-` and `_`) without padding, four
 * characters for three bytes, so that it can stand in a link as it is. It starts with `UkNQTg`.
 *
 * @throws as `encodeNetwork`
 */
export function networkToText(network: Network, options: EncodeOptions = {}): string {
  return base64urlnopad.encode(encodeNetwork(network, options));
}
