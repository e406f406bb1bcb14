import {
  decodeSafetensors,
  encodeSafetensors,
  FileFormatError,
  fromSafetensors,
  type Network,
  type Safetensors,
  toSafetensors,
} from "@reciprocal/network";
import { networks } from "@reciprocal/test-networks";
import { damagedSafetensors, damagedTexts } from "../damage/safetensors.js";
import { checkError } from "../judge.js";
import { mustHold, type Target } from "../target.js";
import { checkNetwork, maxEntries, networkMemory } from "./check-network.js";

const contents = Object.values(networks).map((network) => toSafetensors(network));
const files = new Set(contents.map(({ metadata }) => metadata["reciprocal.network"]!));

export const networkSafetensors: Target<Network> = {
  name: "network-safetensors",
  inputs: damagedSafetensors(
    contents.map((content) => encodeSafetensors(content)),
    damagedTexts(["reciprocal.network"]),
  ),
  read: (bytes) => fromSafetensors(decodeSafetensors(bytes), { verify: false, maxEntries }),
  permits: (error) => error instanceof FileFormatError,
  memory: networkMemory,
  check(network, input) {
    if (network.inputShape.some((size) => size >= 2 ** 32)) return; // only this kind of file holds it
    const file = decodeSafetensors(input);
    const isMade = checkNetwork(network) !== undefined;
    try {
      fromSafetensors(file, { maxEntries });
      mustHold(isMade, "must refuse a matrix that cannot be made");
    } catch (error) {
      checkError(networkSafetensors, error);
    }
    if (!isMade) return;
    const again = toSafetensors(network);
    mustHold(
      Object.keys(again.tensors).length === Object.keys(file.tensors).length,
      "must refuse tensors that it does not keep",
    );
    // no digest is written anew here
    const isSealed = file.metadata["reciprocal.digest"] !== undefined;
    mustHold(!isSealed || files.has(textOf(again)), "must refuse a file that has the digest of another");
    const [before, after] = [file, again].map(({ metadata }) => sizeOf(metadata["reciprocal.network"]));
    // a network that version 1 holds may stand in a later one, and the digest of a matrix may be missing
    mustHold(
      before! <= after! + 4,
      `must refuse what it does not keep, ${before} parts are read as ${after}`,
    );
  },
};

/** How many names, texts and numbers there are. */
function sizeOf(json = "null"): number {
  let count = 0;
  JSON.parse(json, () => void (count += 1));
  return count;
}

const textOf = ({ metadata }: Safetensors) => metadata["reciprocal.network"]!;
