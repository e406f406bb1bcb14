import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNetwork } from "../create-network.js";
import { reseal } from "../testing/reseal.js";
import { decodeNetwork, decodeNetworkWithData, encodeNetwork } from "./compact.js";
import { FileFormatError } from "./error.js";
import { diffNetworks } from "./patch.js";
import type { EncodeOptions } from "./options.js";
import { canonicalJson, parseCanonicalJson, type PlainData } from "./plain-data.js";

const network = createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 1 }] });
const plain = encodeNetwork(network);

/** A file whose data is these bytes, said to be `length`. */
function withSection(bytes: Uint8Array, length = bytes.length): Uint8Array {
  const before = encodeNetwork(network, { data: null }).slice(0, -32 - 8); // null is 4 bytes, and so is its length
  const size = new Uint8Array(Uint32Array.of(length).buffer);
  return reseal(Buffer.concat([before, size, bytes, new Uint8Array(32)]));
}

const text = (json: string) => withSection(new TextEncoder().encode(json));

describe("plain data in the file of a network", () => {
  const data = { names: ["á", "b"], mean: [0.1, -0, 1e300], gap: null, on: true };

  it("comes back beside the network, frozen, and readers of networks pass it over", () => {
    const file = encodeNetwork(network, { data });
    const found = decodeNetworkWithData(file);
    expect(found).toEqual({ network, data });
    expect(Object.isFrozen((found.data as typeof data).mean)).toBe(true);
    expect(decodeNetwork(file)).toEqual(network);
    expect(decodeNetworkWithData(plain)).toEqual({ network });
  });

  it("gives equal bytes for equal data, whatever the order of its names", () => {
    const reversed = Object.fromEntries(Object.entries(data).reverse());
    expect(encodeNetwork(network, { data: reversed })).toEqual(encodeNetwork(network, { data }));
    expect(text(canonicalJson("data", data))).toEqual(encodeNetwork(network, { data }));
  });

  it("leaves the file of a network without data as it was", () => {
    expect(plain[4]).toBe(1);
    expect(encodeNetwork(network, {})).toEqual(plain);
    expect(encodeNetwork(network, { data: null })[4]).toBe(3);
  });

  it("comes back from any data that JSON holds", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const data = value as PlainData;
        expect(parseCanonicalJson("data", canonicalJson("data", data))).toEqual(data);
      }),
    );
  });

  it.each<[string, Uint8Array]>([
    ["data must be JSON in its canonical form, got another form of it", text(`{"b":1,"a":2}`)],
    ['data must be JSON: every name must stand in its object once, got "a" twice', text(`{"a":1,"a":1}`)],
    ["data must be JSON in its canonical form", text(` 1`)],
    ["data must be JSON in its canonical form", text(`1.0`)],
    ["data must be JSON: ", text("")],
    ["data must be JSON: ", text("\ufeff1")],
    ["data must be JSON: ", text("{")],
    ["data must be JSON: decodeNetworkWithData: data must be a finite number, got Infinity", text("1e999")],
    ["lists and objects must be at most 64 deep", text("[".repeat(1e5) + "]".repeat(1e5))],
    ["must have lists and objects at most 32 deep", text("[".repeat(40) + "]".repeat(40))],
    ["data must be UTF-8", withSection(Uint8Array.of(0x22, 0xff, 0x22))],
    ["data must have at most 16777216 bytes, got 4294967295", withSection(new Uint8Array(3), 2 ** 32 - 1)],
    ["data at byte ", withSection(new Uint8Array(3), 2 ** 24)],
    ["the last part must end the file, got 2 more bytes", withSection(Uint8Array.of(0x31, 0, 0), 1)],
    ["the length of data at byte ", reseal(withSection(new Uint8Array(0)).slice(0, -1))],
  ])("is refused: %s", (message, file) => {
    const read = () => decodeNetworkWithData(file);
    expect(read).toThrow(FileFormatError);
    expect(read).toThrow(message);
  });

  it("is refused in files of versions that have none", () => {
    const file = text("1");
    file[4] = 2;
    expect(() => decodeNetworkWithData(reseal(file))).toThrow("the last part must end the file");
  });

  it("must be what JSON can hold", () => {
    const write = (data: unknown) => () => encodeNetwork(network, { data: data as PlainData });
    expect(write({ a: [1, NaN] })).toThrow(
      new RangeError("encodeNetwork: data.a[1] must be a finite number, got NaN"),
    );
    expect(write({ a: undefined })).toThrow(
      new TypeError("encodeNetwork: data.a must be what JSON can hold, got undefined"),
    );
    expect(write(new Array<number>(2))).toThrow(
      new TypeError("encodeNetwork: data[0] must be what JSON can hold, got undefined"),
    );
    expect(write(new Map())).toThrow(
      "encodeNetwork: data must be what JSON can hold, got an object of class Map",
    );
    expect(write(Float32Array.of(1))).toThrow("got an object of class Float32Array");
    let nested: PlainData = 1;
    for (let i = 0; i < 33; i++) nested = [nested];
    expect(write(nested)).toThrow("must have lists and objects at most 32 deep");
    expect(write("x".repeat(2 ** 24))).toThrow("data must have at most 16777216 bytes as JSON, got 16777218");
  });

  it("belongs to no patch", () => {
    expect(() => diffNetworks(network, network, { data: 1 } as EncodeOptions)).toThrow("unknown option data");
  });
});
