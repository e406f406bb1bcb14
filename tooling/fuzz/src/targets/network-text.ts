import { FileFormatError, type Network, networkFromText, networkToText } from "@reciprocal/network";
import fc from "fast-check";
import { anyByteDamage, damaged } from "../damage/bytes.js";
import { resealed } from "../damage/seal.js";
import { mustHold, type Target } from "../target.js";
import { checkNetwork, maxEntries, networkMemory } from "./check-network.js";
import { networkFiles } from "./network-file.js";

const toText = (bytes: Uint8Array) => Buffer.from(Buffer.from(bytes).toString("base64url"));

/** Files that are damaged before they become text, and texts that are damaged themselves. */
const inputs = fc.oneof(
  { weight: 3, arbitrary: damaged(networkFiles, resealed).map(toText) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...networkFiles.map(toText)), anyByteDamage)
      .map(([text, damage]) => damage(text, text)),
  },
);

const textOf = (input: Uint8Array) => Buffer.from(input).toString("utf8");

export const networkText: Target<Network> = {
  name: "network-text",
  inputs,
  read: (input) => networkFromText(textOf(input), { verify: false, maxEntries }),
  permits: (error) => error instanceof FileFormatError,
  memory: networkMemory,
  check(network, input) {
    const bytes = checkNetwork(network);
    const text = textOf(input);
    mustHold(
      Buffer.from(text, "base64url").toString("base64url") === text,
      "must refuse a text that is not the one of its bytes",
    );
    if (bytes === undefined) return;
    mustHold(
      networkToText(network) === Buffer.from(bytes).toString("base64url"),
      "must be the text of its file",
    );
  },
};
