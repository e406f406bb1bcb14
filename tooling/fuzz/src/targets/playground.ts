import { type Network, networkToText } from "@reciprocal/network";
import { networkOf, specOf } from "@reciprocal/test-networks";
import fc from "fast-check";
// no app is a package that others import; what reads its links is tried all the same
import { readNetwork } from "../../../../apps/docs/playground/read-network.js";
import { anyByteDamage, damaged } from "../damage/bytes.js";
import { resealed } from "../damage/seal.js";
import { mustHold, type Target } from "../target.js";
import { checkNetwork } from "./check-network.js";
import { networkFiles } from "./network-file.js";

const fit = { inputs: 4, outputs: 3 };
const fitting = [
  networkOf(4, specOf("spectral", 3)),
  networkOf([2, 2, 1], specOf("s-qr", 2), specOf("dense", 3)),
];
const links = fitting.map((network) => Buffer.from(networkToText(network)));
const files = fitting.map((network) => Buffer.from(networkToText(network), "base64url"));

/** Text if it is, else the bytes of a file that was dropped. */
const sourceOf = (input: Uint8Array) =>
  /^[A-Za-z0-9_-]*$/.test(Buffer.from(input).toString("latin1"))
    ? Buffer.from(input).toString("latin1")
    : input;

export const playground: Target<Network> = {
  name: "playground",
  inputs: fc.oneof(
    damaged(files, resealed).map((bytes) => Buffer.from(Buffer.from(bytes).toString("base64url"))),
    damaged([...files, ...networkFiles.slice(0, 5)], resealed),
    fc.tuple(fc.constantFrom(...links), anyByteDamage).map(([link, damage]) => damage(link, link)),
  ),
  read: (input) => readNetwork(sourceOf(input), fit),
  permits: (error) =>
    error.constructor === Error &&
    /^(This is not a network|A network for these pictures)/.test(error.message),
  memory: (input) => 200 * input.length + 8 * 4e6 + 4e6,
  milliseconds: 10_000, // matrices of 4 million entries are let through
  check(network) {
    mustHold(
      network.inputShape.reduce((product, size) => product * size, 1) === fit.inputs,
      "must fit the pictures",
    );
    if (network.layers.length <= 3) checkNetwork(network);
  },
};
