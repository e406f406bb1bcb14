import { decodeNetwork, encodeNetwork } from "../files/compact.js";
import { fromSafetensors, toSafetensors } from "../files/network-safetensors.js";
import { decodeSafetensors, encodeSafetensors } from "../files/safetensors.js";
import { networkFromText, networkToText } from "../files/text.js";
import { phiDigests } from "./phi-digests.js";

/** What tests call in the page. */
const pageFunctions = { readFiles };

/** Reads a network from text, which makes its matrices; writes it in every form; tells the SHA-256 of every φ. */
function readFiles(text: string) {
  const network = networkFromText(text);
  return {
    digests: phiDigests(network),
    rewritten: networkToText(decodeNetwork(encodeNetwork(network), { verify: false })),
    throughSafetensors: networkToText(
      fromSafetensors(decodeSafetensors(encodeSafetensors(toSafetensors(network))), { verify: false }),
    ),
  };
}

declare global {
  var networkPage: typeof pageFunctions;
}
globalThis.networkPage = pageFunctions;
