import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { activations } from "../activation.js";
import type { Layer } from "../kinds/index.js";
import type { SpectralLayer } from "../kinds/spectral.js";
import { everyKind } from "../testing/every-kind.js";
import type { Network } from "../network.js";
import { cut } from "../testing/cut-network.js";
import { reseal } from "../testing/reseal.js";
import { withParameters } from "../with-parameters.js";
import { applyPatch, diffNetworks } from "./patch.js";
import { decodeNetwork, decodeNetworkWithData, encodeNetwork } from "./compact.js";
import { fromSafetensors, toSafetensors } from "./network-safetensors.js";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));

const adapted = withParameters(everyKind, [
  { layer: 0, name: "lambdaIn", values: [1, -2, 0.75] },
  { layer: 4, name: "bias", values: [0.1, 0.3] },
]);

/** What version 1 cannot hold: samples that are images. */
const images: Network = {
  inputShape: [2, 3, 1],
  layers: [
    { kind: "activation", activation: "tanh" },
    {
      kind: "spectral",
      inputs: 6,
      outputs: 2,
      lambdaIn: Float32Array.of(1, -2, 0.5, 0, 3, 0.25),
      lambdaOut: Float32Array.of(0.125, -1),
      phi: { rows: 2, columns: 6, recipe: { kind: "normal", seed: 7, deviation: 0.5 } },
      bias: Float32Array.of(0, 1),
      trainable: { lambdaIn: true, lambdaOut: true, phi: false, bias: true },
    },
  ],
};

/** What version 2 cannot hold: the activations that came with version 3. */
const newer: Network = {
  inputShape: [2],
  layers: [
    {
      kind: "dense",
      inputs: 2,
      outputs: 2,
      kernel: Float32Array.of(1, -2, 0.5, 3),
      bias: Float32Array.of(0, -1),
      trainable: { kernel: true, bias: true },
    },
    { kind: "activation", activation: "leaky-relu" },
    { kind: "activation", activation: "leaky-relu", slope: 0.3 },
    { kind: "activation", activation: "gelu" },
    { kind: "activation", activation: "silu" },
    { kind: "activation", activation: "softplus" },
    { kind: "activation", activation: "hard-swish" },
  ],
};

// Files once written must always be read, and these networks always be written with these bytes, since patches know
// their base by the digest of its file: each version has fixtures, and networks, of its own. Safetensors files were first written
// without a digest; these are read, and those with one are what is written.
describe("files of version 1", () => {
  it("are read", () => {
    expect(decodeNetwork(fixture("version-1.rcp"))).toEqual(everyKind);
    expect(applyPatch(everyKind, fixture("version-1.rcpd"))).toEqual(adapted);
    const half = decodeNetwork(fixture("version-1-float16.rcp"));
    expect(fromSafetensors(decodeSafetensors(fixture("version-1.safetensors")))).toEqual(everyKind);
    expect(fromSafetensors(decodeSafetensors(fixture("version-1-digest.safetensors")))).toEqual(everyKind);
    // 1.1 of R stays as it is, 0.1 and 0.2 of the bias are rounded
    expect((half.layers[4] as SpectralLayer & { R: Float32Array }).R[0]).toBe(Math.fround(1.1));
    expect(half.layers[4]).toMatchObject({ bias: Float32Array.of(0.0999755859375, 0.199951171875) });
  });

  it("are what is written, byte for byte", () => {
    expect(Buffer.from(encodeNetwork(everyKind))).toEqual(fixture("version-1.rcp"));
    expect(Buffer.from(encodeNetwork(everyKind, { spectra: "float16" }))).toEqual(
      fixture("version-1-float16.rcp"),
    );
    expect(Buffer.from(diffNetworks(everyKind, adapted))).toEqual(fixture("version-1.rcpd"));
    expect(Buffer.from(encodeSafetensors(toSafetensors(everyKind)))).toEqual(
      fixture("version-1-digest.safetensors"),
    );
  });
});

describe("files of version 2", () => {
  it("are read", () => {
    expect(decodeNetwork(fixture("version-2.rcp"))).toEqual(images);
    expect(fromSafetensors(decodeSafetensors(fixture("version-2.safetensors")))).toEqual(images);
    expect(fromSafetensors(decodeSafetensors(fixture("version-2-digest.safetensors")))).toEqual(images);
  });

  it("are what is written, byte for byte", () => {
    expect(Buffer.from(encodeNetwork(images))).toEqual(fixture("version-2.rcp"));
    expect(Buffer.from(encodeSafetensors(toSafetensors(images)))).toEqual(
      fixture("version-2-digest.safetensors"),
    );
  });

  it("are the base of patches as those of version 1 are", () => {
    const changed = withParameters(images, [{ layer: 1, name: "bias", values: [2, 3] }]);
    expect(applyPatch(images, diffNetworks(images, changed))).toEqual(changed);
    expect(() => diffNetworks(images, { ...images, inputShape: [6] })).toThrow(
      /inputShape.*\[2, 3, 1\].*got \[6\]/,
    );
  });
});

describe("files of version 3 with plain data", () => {
  const data = { model: 1, words: ["a", "ü"], mean: [0.1, -0], gap: null };

  it("are read, also without the data", () => {
    expect(decodeNetworkWithData(fixture("version-3-data.rcp"))).toEqual({ network: images, data });
    expect(decodeNetwork(fixture("version-3-data.rcp"))).toEqual(images);
  });

  it("are what is written, byte for byte", () => {
    expect(Buffer.from(encodeNetwork(images, { data }))).toEqual(fixture("version-3-data.rcp"));
  });
});

describe("files of version 3", () => {
  it("are read", () => {
    expect(decodeNetwork(fixture("version-3.rcp"))).toEqual(newer);
    expect(fromSafetensors(decodeSafetensors(fixture("version-3.safetensors")))).toEqual(newer);
    expect(fromSafetensors(decodeSafetensors(fixture("version-3-digest.safetensors")))).toEqual(newer);
  });

  it("are what is written, byte for byte", () => {
    expect(Buffer.from(encodeNetwork(newer))).toEqual(fixture("version-3.rcp"));
    expect(Buffer.from(encodeSafetensors(toSafetensors(newer)))).toEqual(
      fixture("version-3-digest.safetensors"),
    );
  });

  it("are needed by each of these activations alone, and by no earlier one", () => {
    const older = ["linear", "relu", "tanh", "sigmoid", "elu", "softmax"];
    for (const activation of activations) {
      const bytes = encodeNetwork({ inputShape: [1], layers: [{ kind: "activation", activation }] });
      expect([activation, bytes[4]]).toEqual([activation, older.includes(activation) ? 1 : 3]);
    }
  });

  it("are the base of patches, in which a slope is not changed", () => {
    const changed = withParameters(newer, [{ layer: 0, name: "bias", values: [2, 3] }]);
    expect(applyPatch(newer, diffNetworks(newer, changed))).toEqual(changed);
    const layers = newer.layers.map((layer, at) => (at === 2 ? { ...layer, slope: 0.2 } : layer)) as Layer[];
    expect(() => diffNetworks(newer, { ...newer, layers })).toThrow(
      "diffNetworks: layer 2 (activation): slope must be 0.3, as in the base, got 0.2",
    );
  });
});

describe("files of version 4", () => {
  it("are read", () => {
    expect(decodeNetwork(fixture("version-4.rcp"))).toEqual(cut);
    expect(fromSafetensors(decodeSafetensors(fixture("version-4-digest.safetensors")))).toEqual(cut);
  });

  it("are what is written, byte for byte", () => {
    expect(encodeNetwork(cut)[4]).toBe(4);
    expect(Buffer.from(encodeNetwork(cut))).toEqual(fixture("version-4.rcp"));
    expect(Buffer.from(encodeSafetensors(toSafetensors(cut)))).toEqual(
      fixture("version-4-digest.safetensors"),
    );
  });

  it("are the base of patches, in which the shape of factors is not changed", () => {
    const changed = withParameters(cut, [{ layer: 2, name: "s", values: [2, 3, 4] }]);
    expect(applyPatch(cut, diffNetworks(cut, changed))).toEqual(changed);
    const layers = cut.layers.map((layer, at) =>
      at === 2 ? { ...layer, madeAs: [3, 5] } : layer,
    ) as Layer[];
    expect(() => diffNetworks(cut, { ...cut, layers })).toThrow(
      "diffNetworks: layer 2 (s-svd): madeAs must be 3,4, as in the base, got 3,5",
    );
  });

  it("are refused if older ones hold them", () => {
    const bytes = encodeNetwork(cut);
    bytes[4] = 3;
    expect(() => decodeNetwork(reseal(bytes))).toThrow("the version must be 4 or more");
  });
});
