import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everyKind } from "../testing/every-kind.js";
import { encodeNetwork } from "./compact.js";
import { FileFormatError } from "./error.js";
import { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.js";
import type { Tensor } from "./tensor.js";

/** A file with a header as given, right or wrong. */
function file(header: string, numbers: number, length = header.length): Uint8Array {
  const bytes = new Uint8Array(8 + header.length + numbers);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(new TextEncoder().encode(header).subarray(0, header.length), 8);
  return bytes;
}

const entry = (offsets: string, shape = "[1]", dtype = "U8") =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

const every: Record<string, Tensor> = {
  half: { dtype: "F16", shape: [3], data: Float32Array.of(0.5, -65504, NaN) },
  brain: { dtype: "BF16", shape: [2], data: Float32Array.of(-(2 ** 127), 1.0078125) },
  single: { dtype: "F32", shape: [2, 1], data: Float32Array.of(-0, 3.4e38) },
  double: { dtype: "F64", shape: [1], data: Float64Array.of(0.1) },
  bytes: { dtype: "U8", shape: [3], data: Uint8Array.of(1, 2, 255) },
  signed: { dtype: "I8", shape: [1], data: Int8Array.of(-128) },
  flags: { dtype: "BOOL", shape: [2], data: Uint8Array.of(0, 1) },
  short: { dtype: "I16", shape: [1], data: Int16Array.of(-2) },
  unsigned: { dtype: "U16", shape: [1], data: Uint16Array.of(65535) },
  whole: { dtype: "I32", shape: [1], data: Int32Array.of(-3) },
  places: { dtype: "U32", shape: [1], data: Uint32Array.of(2 ** 32 - 1) },
  long: { dtype: "I64", shape: [], data: BigInt64Array.of(-(2n ** 63n)) },
  longer: { dtype: "U64", shape: [1], data: BigUint64Array.of(2n ** 64n - 1n) },
  empty: { dtype: "F32", shape: [0, 5], data: new Float32Array(0) },
};

describe("encodeSafetensors and decodeSafetensors", () => {
  it("give every type, shape and text back", () => {
    const { tensors, metadata } = decodeSafetensors(
      encodeSafetensors({ tensors: every, metadata: { format: "pt", "": "é\n" } }),
    );
    expect({ ...tensors }).toEqual(every);
    expect({ ...metadata }).toEqual({ format: "pt", "": "é\n" });
  });

  it("give any names and values back", () => {
    const tensor = fc.oneof(
      fc.float32Array().map((data): Tensor => ({ dtype: "F32", shape: [data.length], data })),
      fc.uint8Array().map((data): Tensor => ({ dtype: "U8", shape: [1, data.length], data })),
      fc
        .float64Array({ minLength: 4, maxLength: 4 })
        .map((data): Tensor => ({ dtype: "F64", shape: [2, 2], data })),
    );
    const name = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("0", "constructor", "toString"));
    const named = fc.dictionary(
      name.filter((text) => text !== "__metadata__" && text !== "__proto__"),
      tensor,
    );
    fc.assert(
      fc.property(named, fc.dictionary(fc.string(), fc.string()), (tensors, texts) => {
        const back = decodeSafetensors(encodeSafetensors({ tensors, metadata: texts }));
        expect({ ...back.tensors }).toEqual({ ...tensors });
        expect({ ...back.metadata }).toEqual({ ...texts });
      }),
    );
  });
});

describe("encodeSafetensors", () => {
  // python3, safetensors 0.8.0: serialize({"b": TensorSpec(dtype="float32", …), "a": TensorSpec(dtype="uint8", …)}, {"k": "v"})
  it("writes the bytes that the format's own library writes", () => {
    const header =
      '{"__metadata__":{"k":"v"},"b":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}';
    const padded = header.padEnd(8 * Math.ceil(header.length / 8));
    const expected = file(padded, 9);
    expected.set([0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 7], 8 + padded.length);
    const tensors: Record<string, Tensor> = {
      a: { dtype: "U8", shape: [1], data: Uint8Array.of(7) },
      b: { dtype: "F32", shape: [1, 2], data: Float32Array.of(1, 2) },
    };
    expect(encodeSafetensors({ tensors, metadata: { k: "v" } })).toEqual(expected);
  });

  it("aligns every tensor and does not depend on the order of names", () => {
    const bytes = encodeSafetensors({ tensors: every });
    const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start))) as Record<
      string,
      { data_offsets: [number, number] }
    >;
    for (const [name, { data }] of Object.entries(every)) {
      const size = ["half", "brain"].includes(name) ? 2 : data.BYTES_PER_ELEMENT;
      expect((start + header[name]!.data_offsets[0]) % size).toBe(0);
    }
    expect(encodeSafetensors({ tensors: Object.fromEntries(Object.entries(every).reverse()) })).toEqual(
      bytes,
    );
  });

  it("rounds F16 and BF16 to the nearest, ties to even", () => {
    const data = Float32Array.of(1 + 2 ** -9, 1 + 3 * 2 ** -9, 1 + 2 ** -8, 1 + 3 * 2 ** -8, 3.4e38, NaN);
    const written = {
      half: { dtype: "F16", shape: [6], data },
      brain: { dtype: "BF16", shape: [6], data },
    } as const;
    const { half, brain } = decodeSafetensors(encodeSafetensors({ tensors: written })).tensors;
    expect([...half!.data]).toEqual([
      1 + 2 ** -9,
      1 + 3 * 2 ** -9,
      1 + 2 ** -8,
      1 + 3 * 2 ** -8,
      Infinity,
      NaN,
    ]);
    // 1 + 2^-8 and 1 + 3·2^-8 lie half way between multiples of 2^-7; 3.4e38 rounds up beyond the largest
    expect([...brain!.data]).toEqual([1, 1 + 2 ** -7, 1, 1 + 2 ** -6, Infinity, NaN]);
  });

  it("keeps every NaN a NaN in BF16", () => {
    // the last bits of these would carry over into the exponent and the sign
    const data = new Float32Array(Uint32Array.of(0x7fffffff, 0xffffffff, 0x7f800001).buffer);
    const { tensors } = decodeSafetensors(
      encodeSafetensors({ tensors: { x: { dtype: "BF16", shape: [3], data } } }),
    );
    expect([...tensors["x"]!.data]).toEqual([NaN, NaN, NaN]);
  });

  it("writes views of part of a buffer", () => {
    const data = Float32Array.of(1, 2, 3).subarray(1);
    const { tensors } = decodeSafetensors(
      encodeSafetensors({ tensors: { x: { dtype: "F32", shape: [2], data } } }),
    );
    expect(tensors["x"]!.data).toEqual(Float32Array.of(2, 3));
  });

  it.each<[string, unknown, unknown?]>([
    ["__metadata__ must have another name, which the format keeps", { __metadata__: every["bytes"] }],
    ["x: dtype must be one of F64, I64,", { x: { dtype: "F8_E4M3", shape: [1], data: Uint8Array.of(1) } }],
    ["x: data of F32 must be its typed array, got object", { x: { ...every["double"], dtype: "F32" } }],
    ["x: shape must fit the 1 values, got [2]", { x: { ...every["double"], shape: [2] } }],
    ["x: shape must fit the 1 values, got [-1, -1]", { x: { ...every["double"], shape: [-1, -1] } }],
    ["x: BOOL must be 0 or 1, got 2", { x: { dtype: "BOOL", shape: [1], data: Uint8Array.of(2) } }],
    ["metadata k must be text, got number", {}, { k: 1 }],
  ])("refuses tensors: %s", (message, tensors, metadata = {}) => {
    const write = () => encodeSafetensors({ tensors, metadata } as Safetensors);
    expect(write).toThrow(`encodeSafetensors: ${message}`);
  });
});

it("encodeSafetensors refuses a header that is longer than the format allows", () => {
  expect(() => encodeSafetensors({ tensors: {}, metadata: { text: "x".repeat(100_000_000) } })).toThrow(
    new RangeError("encodeSafetensors: the header may have 100000000 bytes, got 100000032"),
  );
});

describe("decodeSafetensors", () => {
  it.each<[string, Uint8Array]>([
    ["a file has at least 8 bytes, got 7", new Uint8Array(7)],
    [
      "it looks like the index of safetensors files; the tensors are in the files that it names",
      new TextEncoder().encode('{"metadata": {}, "weight_map": {"a": "model-00001-of-00002.safetensors"}}'),
    ],
    ["; it looks like a compact file of a network (.rcp)", encodeNetwork(everyKind)],
    ["the header may have 100000000 bytes, got 100000001", file("{}", 0, 100_000_001)],
    ["the header may have 100000000 bytes, got 18446744073709552000", new Uint8Array(8).fill(255)],
    ["the header needs 3 bytes after the first 8, got 2", file("{}", 0, 3)],
    ["the header must start with {", file(" {}", 0)],
    ["the header must start with {", file("", 0)],
    ["the header must be JSON", file("{]", 0)],
    ["the header must be JSON", file(`{"a":${"[".repeat(100_000)}`, 0)],
    ["the header must be UTF-8", file('{"a"}', 0).with(10, 0xff)],
    ["__metadata__ must be an object", file('{"__metadata__":["k"]}', 0)],
    ["__metadata__ must be an object", file('{"__metadata__":null}', 0)],
    ["__metadata__: k must be text, got number", file('{"__metadata__":{"k":1}}', 0)],
    ["a must have data_offsets, dtype, shape, got number", file('{"a":1}', 0)],
    [
      "a must have data_offsets, dtype, shape, got data_offsets, shape",
      file('{"a":{"shape":[],"data_offsets":[0,1]}}', 1),
    ],
    [
      "a must have data_offsets, dtype, shape, got data_offsets, dtype, more, shape",
      file('{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1],"more":1}}', 1),
    ],
    [
      'a: dtype must be one of F64, I64, U64, F32, I32, U32, F16, BF16, I16, U16, I8, U8, BOOL, got "F8_E4M3"',
      file(`{"a":${entry("[0,1]", "[1]", "F8_E4M3")}}`, 1),
    ],
    ['got "constructor"', file(`{"a":${entry("[0,1]", "[1]", "constructor")}}`, 1)],
    ["a: shape must be an array of integers", file(`{"a":${entry("[0,1]", "[1.5]")}}`, 1)],
    ["a: shape must be an array of integers", file(`{"a":${entry("[0,1]", "[-1]")}}`, 1)],
    ["a: shape must be an array of integers", file(`{"a":${entry("[0,1]", "[[1]]")}}`, 1)],
    ["a: data_offsets must be two integers", file(`{"a":${entry("[1,0]")}}`, 1)],
    ["a: data_offsets must be two integers", file(`{"a":${entry("[0]")}}`, 1)],
    ["a: U8 of shape [2] needs 2 bytes, got data_offsets of 1", file(`{"a":${entry("[0,1]", "[2]")}}`, 1)],
    [
      "a: F32 of shape [1] needs 4 bytes, got data_offsets of 1",
      file(`{"a":${entry("[0,1]", "[1]", "F32")}}`, 1),
    ],
    [
      "needs NaN bytes, got data_offsets of 0",
      file(`{"a":${entry("[0,0]", "[4503599627370496,4503599627370496,0]")}}`, 0),
    ],
    ["a must start where the one before it ends, at 0, got 1", file(`{"a":${entry("[1,2]")}}`, 2)],
    [
      "b must start where the one before it ends, at 1, got 2",
      file(`{"a":${entry("[0,1]")},"b":${entry("[2,3]")}}`, 3),
    ],
    [
      "b must start where the one before it ends, at 2, got 1",
      file(`{"a":${entry("[0,2]", "[2]")},"b":${entry("[1,3]", "[2]")}}`, 3),
    ],
    ["the tensors need 1 bytes after the header, got 0", file(`{"a":${entry("[0,1]")}}`, 0)],
    ["the tensors need 1 bytes after the header, got 2", file(`{"a":${entry("[0,1]")}}`, 2)],
    [
      "every name must stand in its object once, got",
      file(`{"a":${entry("[0,1]")},"a":${entry("[0,1]", "[1]", "I8")}}`, 1),
    ],
    [
      "every name must stand in its object once, got",
      file('{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1),
    ],
    ["every name must stand in its object once, got", file('{"__metadata__":{"k":"1","\\u006b":"2"}}', 0)],
    ["a: BOOL must be 0 or 1", file(`{"a":${entry("[0,1]", "[1]", "BOOL")}}`, 1).fill(2, -1)],
  ])("refuses a file: %s", (message, bytes) => {
    expect(() => decodeSafetensors(bytes)).toThrow(FileFormatError);
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });

  it("counts no colons and quotes inside texts", () => {
    const { metadata } = decodeSafetensors(file('{"__metadata__":{"a:\\"b":"c:\\\\"}}  ', 0));
    expect({ ...metadata }).toEqual({ 'a:"b': "c:\\" });
  });

  it("finds no tensor under a name that every object has", () => {
    const { tensors } = decodeSafetensors(file('{"__proto__":' + entry("[0,1]") + "}", 1));
    expect(Object.keys(tensors)).toEqual(["__proto__"]);
    expect(tensors["constructor"]).toBeUndefined();
  });

  it("gives tensors or a FileFormatError, whatever any one byte says", () => {
    const bytes = encodeSafetensors({ tensors: every, metadata: { k: "v" } });
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 0x20, 0x22, 0x30, 0x39, 0x5c, 0xff, bytes[at]! ^ 1]) {
        try {
          decodeSafetensors(bytes.with(at, value));
        } catch (error) {
          expect(error).toBeInstanceOf(FileFormatError);
        }
      }
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow(FileFormatError);
    }
  });
});
