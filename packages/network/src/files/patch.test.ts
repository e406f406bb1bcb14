import { describe, expect, it } from "vitest";
import { createNetwork } from "../create-network.js";
import type { SpectralLayer } from "../kinds/spectral.js";
import type { Network } from "../network.js";
import { everyKind } from "../testing/every-kind.js";
import { reseal } from "../testing/reseal.js";
import { withParameters } from "../with-parameters.js";
import { withTrainable } from "../with-trainable.js";
import { applyPatch, diffNetworks } from "./patch.js";
import { encodeNetwork } from "./compact.js";
import { FileFormatError } from "./error.js";

const adapted = withParameters(everyKind, [
  { layer: 0, name: "lambdaIn", values: [1, -2, 0.75] },
  { layer: 4, name: "bias", values: [0.1, 0.3] },
]);
const patch = diffNetworks(everyKind, adapted);

/** A network of one layer, changed. */
function alter(index: number, change: object): Network {
  const layers = everyKind.layers.map((layer, at) => (at === index ? { ...layer, ...change } : layer));
  return { ...everyKind, layers };
}

describe("diffNetworks and applyPatch", () => {
  it("carry only the groups that differ, and share the rest with the base", () => {
    // header 12, digest 32, spectra 1, count 4; twice place 4 and flags 2; 3 and 2 numbers; SHA-256 32
    expect(patch).toHaveLength(12 + 32 + 1 + 4 + 2 * 6 + 4 * 5 + 32);
    const back = applyPatch(everyKind, patch);
    expect(back).toEqual(adapted);
    expect(back.layers[2]).toBe(everyKind.layers[2]);
    expect((back.layers[0] as SpectralLayer).lambdaOut).toBe(
      (everyKind.layers[0] as SpectralLayer).lambdaOut,
    );
  });

  it("carry nothing for equal networks", () => {
    const nothing = diffNetworks(everyKind, structuredClone(everyKind));
    expect(nothing).toHaveLength(12 + 32 + 1 + 4 + 32);
    expect(applyPatch(everyKind, nothing)).toEqual(everyKind);
  });

  it("carry flags that alone differ", () => {
    const frozen = withTrainable(everyKind, "none");
    expect(applyPatch(everyKind, diffNetworks(everyKind, frozen))).toEqual(frozen);
  });

  it("tell 0 from −0", () => {
    const zero = withParameters(everyKind, [{ layer: 0, name: "lambdaOut", values: [0.25, 0, 3, 2 ** -24] }]);
    expect(applyPatch(everyKind, diffNetworks(everyKind, zero))).toEqual(zero);
    expect(diffNetworks(everyKind, zero)).not.toEqual(diffNetworks(everyKind, everyKind));
  });

  it("carry a φ that was a recipe and trained", () => {
    const trained = withParameters(everyKind, [
      { layer: 0, name: "phi", values: Float32Array.from({ length: 12 }, (_, index) => index) },
    ]);
    expect(applyPatch(everyKind, diffNetworks(everyKind, trained))).toEqual(trained);
  });

  it("round what differs to float16 if asked", () => {
    const half = diffNetworks(everyKind, adapted, { spectra: "float16" });
    expect(half).toHaveLength(patch.length - 2 * 5);
    const back = applyPatch(everyKind, half);
    expect((back.layers[4] as SpectralLayer).bias).toEqual(Float32Array.of(0.0999755859375, 0.300048828125));
    expect((back.layers[6] as SpectralLayer).bias).toEqual((everyKind.layers[6] as SpectralLayer).bias);
  });

  it("leave networks unfrozen that came unfrozen, and frozen that came frozen", () => {
    expect(Object.isFrozen(applyPatch(everyKind, patch))).toBe(false);
    expect(everyKind.layers.some(Object.isFrozen)).toBe(false);
    const base = createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 2 }] });
    expect(Object.isFrozen(applyPatch(base, diffNetworks(base, base)).layers)).toBe(true);
  });
});

describe("diffNetworks", () => {
  const withoutBias = { ...(everyKind.layers[0] as SpectralLayer) } as { bias?: Float32Array } & Omit<
    SpectralLayer,
    "bias"
  >;
  delete withoutBias.bias;
  const wider: Network = { inputShape: [4], layers: [] };
  const otherRecipe = { kind: "normal", seed: 1, deviation: 1 };
  it.each<[string, Network]>([
    ["inputShape must be [3], as in the base, got [4]", wider],
    [
      "the number of layers must be 8, as in the base, got 7",
      { ...everyKind, layers: everyKind.layers.slice(0, 7) },
    ],
    [
      "layer 1 (activation): activation must be relu, as in the base, got elu",
      alter(1, { activation: "elu" }),
    ],
    ["layer 0 (spectral): sparsity must be 0.25, as in the base, got 0.5", alter(0, { sparsity: 0.5 })],
    [
      "layer 6 (dense): mask must be that of the base, got another",
      alter(6, { mask: Uint8Array.of(1, 1, 1, 1) }),
    ],
    [
      "layer 0 (spectral): phi, which does not train, must be that of the base, got another",
      alter(0, { phi: { rows: 4, columns: 3, recipe: otherRecipe } }),
    ],
    [
      "layer 4 (s-qr): Q, which does not train, must be that of the base, got another",
      alter(4, { Q: { rows: 2, columns: 3, values: new Float32Array(6) } }),
    ],
    [
      "layer 0 (spectral): bias must be present, as in the base, got absent",
      { ...everyKind, layers: [withoutBias, ...everyKind.layers.slice(1)] },
    ],
    [
      "layer 6 (dense): kind must be dense, as in the base, got activation",
      {
        ...everyKind,
        layers: everyKind.layers.map((layer, index) => everyKind.layers[index === 6 ? 7 : index] ?? layer),
      },
    ],
  ])("refuses networks that differ in what no training changes: %s", (message, network) => {
    expect(() => diffNetworks(everyKind, network)).toThrow(new RangeError(`diffNetworks: ${message}`));
  });

  it("refuses a changed network that is none", () => {
    expect(() => diffNetworks(everyKind, alter(0, { bias: Float32Array.of(0, NaN, 0, 0) }))).toThrow(
      "layer 0 (spectral): bias must be finite, got NaN at index 1",
    );
  });

  it("refuses sizes that differ", () => {
    const layers = (units: number) => [
      { kind: "dense", units } as const,
      { kind: "dense", units: 1 } as const,
    ];
    const [two, three] = [2, 3].map((units) => createNetwork({ inputShape: 2, layers: layers(units) }));
    expect(() => diffNetworks(two!, three!)).toThrow(
      "diffNetworks: layer 0 (dense): outputs must be 2, as in the base, got 3",
    );
  });
});

describe("applyPatch", () => {
  it("refuses every patch in which a bit is another", () => {
    for (let at = 0; at < patch.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const wrong = patch.with(at, patch[at]! ^ (1 << bit));
        expect(() => applyPatch(everyKind, wrong)).toThrow(FileFormatError);
      }
    }
  });

  /** The patch with another byte, sealed again. */
  function changed(at: number, value: number): Uint8Array {
    const copy = patch.slice();
    copy[at] = value;
    return reseal(copy);
  }

  it("refuses any other base", () => {
    expect(() => applyPatch(adapted, patch)).toThrow(FileFormatError);
    expect(() => applyPatch(withTrainable(everyKind, "all"), patch)).toThrow(
      "applyPatch: the base must have the digest ",
    );
  });

  it.each<[string, Uint8Array]>([
    ["a file must start with RCPD, a patch, got RCPN, a network", encodeNetwork(everyKind)],
    ["the place of a layer must be from 0 to 7, got 8 (byte 49)", changed(49, 8)],
    ["the place of a layer must be from 5 to 7, got 4 (byte 67)", changed(49, 4)],
    ["the last part must end the file, got 1 more bytes", reseal(Uint8Array.of(...patch, 0))],
    ["layer 1 (activation) has no numbers", changed(49, 1)],
    ["the spare bits of the groups of layer 0 (spectral) must be 0 (byte 54)", changed(54, 0x11)],
    ["layer 4 (s-qr): bias at byte 73 needs 8 bytes, got 4 before the digest", reseal(patch.slice(0, -4))],
    ["layer 0 (spectral): lambdaIn must be finite, got NaN at index 0", changed(58, 0x7f).with(57, 0xc0)],
  ])("refuses a patch: %s", (message, bytes) => {
    const sealed = message.includes("NaN") ? reseal(bytes) : bytes;
    expect(() => applyPatch(everyKind, sealed)).toThrow(FileFormatError);
    expect(() => applyPatch(everyKind, sealed)).toThrow(`applyPatch: ${message}`);
  });

  it("refuses a bias for a layer that has none, and a recipe", () => {
    const layers = [
      { kind: "spectral", units: 1, useBias: false, phi: { kind: "normal", deviation: 1 } },
    ] as const;
    const base = createNetwork({ inputShape: 1, layers });
    const changes = [
      { layer: 0, name: "lambdaIn", values: [0.5] },
      { layer: 0, name: "phi", values: [2] },
    ] as const;
    const bytes = diffNetworks(base, withParameters(base, changes));
    // groups at 54: λ_in and φ; λ_in at 55, the form of φ at 59, its number at 60
    expect(bytes[54]).toBe(0b0101);
    expect(() => applyPatch(base, reseal(bytes.with(54, 0b1000)))).toThrow(
      new FileFormatError("applyPatch: layer 0 (spectral) has no bias to change (byte 54)"),
    );
    const recipe = Buffer.concat([
      bytes.subarray(0, 59).with(54, 0b0101),
      encodeNetwork(base).subarray(36, 36 + 1 + 1 + 8 + 8 + 32),
      new Uint8Array(32),
    ]);
    expect(() => applyPatch(base, reseal(recipe))).toThrow(FileFormatError);
    expect(() => applyPatch(base, reseal(recipe))).toThrow("applyPatch: a matrix in a patch must be stored");
  });

  it("gives a network or a FileFormatError, whatever any one byte says in a patch that is sealed anew", () => {
    for (let at = 0; at < patch.length - 32; at++) {
      for (const value of [0, 1, 2, 0x7f, 0x80, 0xff, patch[at]! ^ 1, patch[at]! ^ 8]) {
        try {
          applyPatch(everyKind, changed(at, value));
        } catch (error) {
          expect(error).toBeInstanceOf(FileFormatError);
        }
      }
    }
  });

  it("refuses every shortened patch, and one in which any one bit is another", () => {
    for (let length = 0; length < patch.length; length++) {
      expect(() => applyPatch(everyKind, patch.subarray(0, length))).toThrow(FileFormatError);
    }
    for (let bit = 0; bit < 8 * patch.length; bit++) {
      const copy = patch.slice();
      copy[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => applyPatch(everyKind, copy)).toThrow(FileFormatError);
    }
  });
});
