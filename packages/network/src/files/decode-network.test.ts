import { describe, expect, it } from "vitest";
import { createNetwork } from "../create-network.js";
import type { SpectralLayer } from "../kinds/spectral.js";
import { everyKind } from "../testing/every-kind.js";
import { reseal } from "../testing/reseal.js";
import { decodeNetwork, encodeNetwork } from "./compact.js";
import type { DecodeOptions } from "./options.js";
import { diffNetworks } from "./patch.js";
import { FileFormatError } from "./error.js";
import { validateNetwork } from "../validate-network.js";

const whole = encodeNetwork(everyKind);

/** The file with other bytes from some place on, sealed again. */
function changed(at: number, ...bytes: readonly number[]): Uint8Array {
  const copy = whole.slice();
  copy.set(bytes, at);
  return reseal(copy);
}

const float32 = (value: number) => new Uint8Array(Float32Array.of(value).buffer);

describe("decodeNetwork", () => {
  it("refuses every shortened file", () => {
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeNetwork(whole.subarray(0, length))).toThrow(FileFormatError);
    }
  });

  it("refuses a file in which any one bit is another", () => {
    for (let bit = 0; bit < 8 * whole.length; bit++) {
      const copy = whole.slice();
      copy[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decodeNetwork(copy)).toThrow(FileFormatError);
    }
  });

  it("gives a network or a FileFormatError, whatever any one byte says in a file that is sealed anew", () => {
    let networks = 0;
    for (let at = 12; at < whole.length - 32; at++) {
      for (const value of [0, 1, 2, 0x7f, 0x80, 0xff, whole[at]! ^ 1, whole[at]! ^ 0x10]) {
        try {
          validateNetwork(decodeNetwork(changed(at, value), { verify: false }));
          networks++;
        } catch (error) {
          expect(error).toBeInstanceOf(FileFormatError);
        }
      }
    }
    expect(networks).toBeGreaterThan(0);
  });

  it("gives a FileFormatError for every file that is shortened and sealed anew", () => {
    for (let length = 44; length < whole.length; length++) {
      expect(() => decodeNetwork(reseal(whole.slice(0, length)))).toThrow(FileFormatError);
    }
  });

  const withoutInputs = encodeNetwork({ inputShape: [1], layers: [] }).fill(0, 13, 14);
  const cut = whole.slice(0, -1);
  const longer = Uint8Array.of(...whole.subarray(0, -32), 0, ...whole.subarray(-32));
  // header 12, spectra 1, inputs 4, layers 4: the first layer is at 21, with its flags at 26 and 27, its sparsity at 28,
  // λ_in at 36, λ_out at 48, its form of phi at 64, recipe at 65, seed at 66, deviation at 74, digest at 90
  it.each<[string | RegExp, Uint8Array]>([
    ["a file has at least 44 bytes, got 0; it looks like an empty file", new Uint8Array(0)],
    [
      'got "vers"; it looks like a pointer file of Git LFS',
      new TextEncoder().encode(`version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\n`),
    ],
    ["got 15; it looks like a web page", new TextEncoder().encode("<!doctype html>")],
    ['a file must start with RCPN, a network, got "PK\\u0003\\u0004"', changed(0, 0x50, 0x4b, 3, 4)],
    ["a file must start with RCPN, a network, got RCPD, a patch", diffNetworks(everyKind, everyKind)],
    [/version must be at most \d+, got 200; a newer version of this package reads it/, changed(4, 200)],
    ["version must be at least 1, got 0", changed(4, 0)],
    [`the file must have the ${whole.length} bytes of its header, got ${cut.length}; was it cut?`, cut],
    ["the last part must end the file, got 1 more bytes", reseal(longer)],
    ["the format of spectra must be 0 (float32), 1 (float16), got 2 (byte 12)", changed(12, 2)],
    [/network: inputShape.*got 0/, reseal(withoutInputs)],
    [/layer 0: kind must be 0 \(activation\), 1 \(dense\), 2 \(spectral\), .*got 200/, changed(21, 200)],
    ["layer 0 (spectral): mask at byte 36 needs 1604321280 bytes, got ", changed(22, 0, 0, 0, 255, 7)],
    ["the spare bits of the flags of layer 0 (spectral) must be 0 (byte 26)", changed(26, 0x0b)],
    ["the spare bits of the trainable flags of layer 0 (spectral) must be 0", changed(27, 0x1b)],
    [/layer 0 \(spectral\): sparsity.*got 2/, changed(34, 0, 0x40)],
    ["layer 0 (spectral): lambdaIn must be finite, got NaN at index 0", changed(36, ...float32(NaN))],
    [
      "layer 0 (spectral): lambdaOut must be finite, got Infinity at index 0",
      changed(48, ...float32(Infinity)),
    ],
    [
      "the form of layer 0 (spectral): phi must be 0 (values), 1 (recipe), 2 (selection), got 3",
      changed(64, 3),
    ],
    [
      "the recipe of layer 0 (spectral): phi must be 0 (normal), 1 (svd-product), 2 (q-of-normal)",
      changed(65, 3),
    ],
    [/layer 0 \(spectral\): seed of phi.*got 9007199254740992/, changed(66, 0, 0, 0, 0, 0, 0, 32)],
    [/layer 0 \(spectral\): deviation of phi.*got -0\.5/, changed(81, 0xbf)],
    ["layer 1 (activation): activation must be 0 (linear), 1 (relu)", changed(139, 200)],
    // gelu
    ["the version must be 3 or more for what the network has, got 1", changed(139, 7)],
  ])("refuses a file: %s", (message, bytes) => {
    const read = () => decodeNetwork(bytes, { verify: false });
    expect(read).toThrow(FileFormatError);
    expect(read).toThrow(message);
    expect(read).toThrow(/^decodeNetwork: /);
  });

  it("refuses a matrix that its recipe makes otherwise than where the file was written, unless asked not to look", () => {
    const other = changed(66, 2);
    expect(() => decodeNetwork(other)).toThrow(FileFormatError);
    expect(() => decodeNetwork(other)).toThrow(
      "decodeNetwork: layer 0 (spectral): phi must have the SHA-256 ",
    );
    const [layer] = decodeNetwork(other, { verify: false }).layers;
    expect(layer).toMatchObject({ phi: { recipe: { seed: 2 } } });
  });

  it("refuses places that are more or fewer than the matrix has", () => {
    const of = { rows: 8, columns: 1, recipe: { kind: "normal", seed: 0, deviation: 1 } } as const;
    const selection = { of, rowIndices: Uint32Array.of(1, 5), columnIndices: Uint32Array.of(0) };
    const [layer] = createNetwork({ inputShape: 1, layers: [{ kind: "spectral", units: 2 }] }).layers;
    const phi = { rows: 2, columns: 1, selection };
    const bytes = encodeNetwork({ inputShape: [1], layers: [{ ...(layer as SpectralLayer), phi }] });
    // before the SHA-256 are bias, digest, and the columns in two bytes; then the rows: 00100010 in binary
    const at = bytes.length - 32 - 8 - 32 - 2 - 1;
    expect(bytes[at]).toBe(0b00100010);
    for (const [rows, found] of [
      [0b00100000, 1],
      [0b00100011, 3],
    ] as const) {
      expect(() => decodeNetwork(reseal(bytes.with(at, rows)), { verify: false })).toThrow(
        new FileFormatError(
          `decodeNetwork: the rows of layer 0 (spectral): phi must be 2 places, got ${found} (byte ${at})`,
        ),
      );
    }
  });

  it("refuses a matrix that cannot be made", () => {
    const network = createNetwork({ inputShape: 4, layers: [{ kind: "s-qr", units: 4, deviation: 1 }] });
    const bytes = encodeNetwork(network);
    // layer at 21, λ_in from 28 to 44, λ_out to 60, form and recipe to 62, seed to 70: the largest number as deviation
    bytes.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xef, 0x7f], 70);
    expect(() => decodeNetwork(reseal(bytes))).toThrow(
      /^decodeNetwork: layer 0 \(s-qr\): Q cannot be made: .*finite/,
    );
    expect(() => decodeNetwork(reseal(bytes))).toThrow(FileFormatError);
  });

  it("refuses files that ask for more entries together than it was told, before any is made", () => {
    const recipe = { kind: "q-of-normal", seed: 0, deviation: 1 } as const;
    const of = { rows: 2 ** 14, columns: 2 ** 14, recipe };
    const selection = { of, rowIndices: Uint32Array.of(1, 0), columnIndices: Uint32Array.of(1, 0) };
    const [layer] = createNetwork({ inputShape: 2, layers: [{ kind: "spectral", units: 2 }] }).layers;
    const small = encodeNetwork({ inputShape: [2], layers: [layer!, layer!] });
    expect(decodeNetwork(small, { maxEntries: 8 }).layers).toHaveLength(2);
    for (const verify of [true, false]) {
      expect(() => decodeNetwork(small, { maxEntries: 7, verify })).toThrow(
        new FileFormatError(
          "decodeNetwork: the matrices that are made, up to layer 1 (spectral): phi, must have at most 7 entries together (maxEntries), got 8",
        ),
      );
    }
    // written by hand, since encodeNetwork would make the matrix: the form of phi at 44, then sizes, recipe, two lists
    const some = { rows: 2, columns: 2, selection: { ...selection, of: { ...of, rows: 2, columns: 2 } } };
    const bytes = encodeNetwork({ inputShape: [2], layers: [{ ...(layer as SpectralLayer), phi: some }] });
    bytes.set(new Uint8Array(Uint32Array.of(2 ** 14, 2 ** 14).buffer), 45);
    const bomb = reseal(bytes);
    expect(bomb.length).toBeLessThan(200);
    expect(() => decodeNetwork(bomb, { maxEntries: 1e6 })).toThrow(
      "decodeNetwork: the matrices that are made, up to layer 0 (spectral): phi, must have at most 1000000 entries together (maxEntries), got 268435460",
    );
  });

  it.each([NaN, -1, "7", null])("refuses %j as maxEntries", (maxEntries) => {
    const read = () => decodeNetwork(whole, { maxEntries } as DecodeOptions);
    expect(read).toThrow(typeof maxEntries === "number" ? RangeError : TypeError);
    expect(read).toThrow(`got ${JSON.stringify(maxEntries)}`.replace("got null", `got ${maxEntries}`));
    expect(read).toThrow(/^decodeNetwork: maxEntries /);
  });

  it("refuses a matrix of infinite numbers", () => {
    const huge = { kind: "normal", deviation: 1e30 } as const;
    const bytes = encodeNetwork(
      createNetwork({ inputShape: 2, layers: [{ kind: "spectral", units: 2, phi: huge }] }),
    );
    // layer at 21, λ_in from 28 to 36, λ_out to 44, form and recipe to 46, seed to 54
    new DataView(bytes.buffer).setFloat64(54, 1e300, true);
    expect(() => decodeNetwork(reseal(bytes))).toThrow(
      "decodeNetwork: layer 0 (spectral): phi cannot be made: materialize: the matrix of the recipe normal must be finite",
    );
  });

  it("reads what lies anywhere in a buffer, and keeps none of it", () => {
    const buffer = Buffer.concat([Buffer.of(1, 2, 3), whole, Buffer.of(4)]);
    const network = decodeNetwork(buffer.subarray(3, -1));
    buffer.fill(0);
    expect(network).toEqual(everyKind);
  });

  it("refuses every file in which a bit is another", () => {
    for (let at = 0; at < whole.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const wrong = whole.with(at, whole[at]! ^ (1 << bit));
        expect(() => decodeNetwork(wrong)).toThrow(FileFormatError);
      }
    }
  });

  it("reads more layers than fit on the stack", () => {
    const layers = Array.from(
      { length: 200_000 },
      () => ({ kind: "activation", activation: "relu" }) as const,
    );
    expect(decodeNetwork(encodeNetwork({ inputShape: [1], layers })).layers).toHaveLength(200_000);
  });

  it("freezes what it gives, as createNetwork does", () => {
    const network = decodeNetwork(whole);
    expect([network, network.layers, ...network.layers].every(Object.isFrozen)).toBe(true);
  });

  it("takes nothing but bytes, and no unknown option", () => {
    expect(() => decodeNetwork(whole, { check: false } as DecodeOptions)).toThrow(
      /^decodeNetwork: unknown option check/,
    );
    expect(() => decodeNetwork("RCPN" as unknown as Uint8Array)).toThrow(
      new TypeError("decodeNetwork: bytes must be a Uint8Array, got string"),
    );
  });
});
