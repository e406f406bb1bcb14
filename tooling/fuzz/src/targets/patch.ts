import {
  applyPatch,
  diffNetworks,
  FileFormatError,
  isReciprocal,
  type Network,
  parameters,
  withLayers,
  withParameters,
} from "@reciprocal/network";
import { networks } from "@reciprocal/test-networks";
import { anyByteDamage, joinBytes } from "../damage/bytes.js";
import { isSealed, resealed } from "../damage/seal.js";
import { mustHold, type Target } from "../target.js";
import { checkNetwork, networkMemory, sameNetwork } from "./check-network.js";
import fc from "fast-check";

const bases = Object.values(networks).slice(0, 200);

/** The network with other numbers in every second group, and other flags in every second layer. */
function changed(network: Network): Network {
  const groups = parameters(network).filter((_, index) => index % 2 === 0);
  const moved = withParameters(
    network,
    groups.map(({ layer, name, values }) => ({ layer, name, values: values.map((value) => value / 2 + 1) })),
  );
  const layers = moved.layers.map((layer, index) =>
    isReciprocal(layer) && index % 2 === 0
      ? { ...layer, trainable: { ...layer.trainable, bias: false } }
      : layer,
  );
  return withLayers(moved, layers as typeof moved.layers);
}

const patches = bases.map((base, index) =>
  diffNetworks(base, changed(base), { spectra: index % 3 === 0 ? "float16" : "float32" }),
);

/** Which base, in two bytes, and the patch. */
const pack = (base: number, patch: Uint8Array) => joinBytes(Uint8Array.of(base & 0xff, base >> 8), patch);
const baseOf = (input: Uint8Array) => bases[(input[0]! | (input[1]! << 8)) % bases.length]!;
const patchOf = (input: Uint8Array) => input.subarray(2);

const anyBase = fc.nat(bases.length - 1);

export const patch: Target<Network> = {
  name: "patch",
  inputs: fc
    .record({
      base: anyBase,
      other: anyBase,
      damage: anyByteDamage,
      repaired: fc.nat(3),
      keptDigest: fc.nat(3),
    })
    .map(({ base, other, damage, repaired, keptDigest }) => {
      let bytes = damage(patches[base]!, patches[other]!);
      if (keptDigest > 0 && bytes.length > 44)
        bytes = joinBytes(bytes.subarray(0, 12), patches[base]!.subarray(12, 44), bytes.subarray(44));
      return pack(base, repaired > 0 ? resealed(bytes) : bytes);
    }),
  read: (input) => applyPatch(baseOf(input), patchOf(input)),
  permits: (error) => error instanceof FileFormatError,
  memory: (input) => networkMemory(input) + 1e6,
  check(network, input) {
    mustHold(isSealed(patchOf(input)), "must refuse a patch whose digest is another");
    checkNetwork(network);
    const base = baseOf(input);
    mustHold(
      sameNetwork(applyPatch(base, diffNetworks(base, network)), network),
      "must be a change of its base",
    );
  },
};
