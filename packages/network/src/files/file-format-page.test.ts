import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createNetwork, type CreateNetworkOptions } from "../create-network.js";
import { withParameters } from "../with-parameters.js";
import { diffNetworks } from "./patch.js";
import { encodeNetwork } from "./compact.js";

const page = readFileSync(new URL("../../../../apps/docs/pages/file-format.md", import.meta.url), "utf8");

/** The lines of a dump: the place of the first byte, then bytes in hex, then words. */
const dumps = [...page.matchAll(/^```text\n(.*?)^```/gms)].map(([, dump]) =>
  [...dump!.matchAll(/^ *(\d+) {2}((?:[\da-f]{2} )*[\da-f]{2})(?: {2}|$)/gm)].map(([, place, hex]) => ({
    place: Number(place),
    bytes: Buffer.from(hex!.replaceAll(" ", ""), "hex"),
  })),
);

const options = {
  layers: [
    {
      ...{ kind: "spectral", units: 1, activation: "sigmoid", lambdaIn: 1, lambdaOut: -0.5 },
      phi: { kind: "normal", deviation: 1 },
    },
  ],
  seed: 7,
} satisfies Partial<CreateNetworkOptions>;
const network = createNetwork({ inputShape: 2, ...options });

describe("the page about the file format", () => {
  it.each([
    ["network", dumps[0], encodeNetwork(network)],
    [
      "patch",
      dumps[3],
      diffNetworks(network, withParameters(network, [{ layer: 0, name: "lambdaOut", values: [0.25] }])),
    ],
  ])("shows every byte of a %s where it is", (_, lines, file) => {
    expect(Buffer.concat(lines!.map(({ bytes }) => bytes))).toEqual(Buffer.from(file));
    let next = 0;
    for (const { place, bytes } of lines!) {
      expect(place).toBe(next);
      next += bytes.length;
    }
  });

  it("shows how version 2 tells the shape of a sample", () => {
    const file = encodeNetwork(createNetwork({ inputShape: [28, 28, 1], ...options }));
    expect(dumps[1]).toHaveLength(5);
    for (const { place, bytes } of dumps[1]!) {
      expect(Buffer.from(file.subarray(place, place + bytes.length))).toEqual(bytes);
    }
  });

  it("shows how version 3 holds data", () => {
    const file = encodeNetwork(network, { data: { label: "species" } });
    expect(dumps[2]).toHaveLength(5);
    for (const { place, bytes } of dumps[2]!) {
      expect(Buffer.from(file.subarray(place, place + bytes.length))).toEqual(bytes);
    }
    expect(dumps[2]!.at(-1)!.place + dumps[2]!.at(-1)!.bytes.length).toBe(file.length - 32);
  });
});
