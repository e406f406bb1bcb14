import { errorWith } from "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { elementTypes, type TensorProto } from "./model-proto.js";
import { OnnxFormatError } from "./onnx-format-error.js";
import { openTensor } from "./open-tensor.js";

/** The bytes of numbers, by the typed array that holds them. */
const bytesOf = ({ buffer }: { buffer: ArrayBufferLike }): Uint8Array => new Uint8Array(buffer);

describe("openTensor", () => {
  // the same two numbers of each type, as bytes (little-endian) and as a list
  const cases: [keyof typeof elementTypes, Uint8Array, Partial<TensorProto>, number[]][] = [
    ["float32", bytesOf(Float32Array.of(1.5, -2)), { floats: [1.5, -2] }, [1.5, -2]],
    ["float64", bytesOf(Float64Array.of(0.1, -2)), { doubles: [0.1, -2] }, [0.1, -2]],
    ["float16", bytesOf(Uint16Array.of(0x3c00, 0xc000)), { ints32: [0x3c00, 0xc000] }, [1, -2]],
    ["int32", bytesOf(Int32Array.of(7, -2)), { ints32: [7, -2] }, [7, -2]],
    ["int64", bytesOf(BigInt64Array.of(7n, -2n)), { ints64: [7, -2] }, [7, -2]],
    ["bool", Uint8Array.of(1, 0), { ints32: [1, 0] }, [1, 0]],
  ];

  it.each(cases)("reads %s from bytes and from its list", (name, rawData, listed, expected) => {
    const rest = { dimensions: [2, 1], elementType: elementTypes[name] };
    for (const tensor of [
      { ...rest, rawData },
      { ...rest, ...listed },
    ]) {
      const { shape, at } = openTensor(tensor, "t");
      expect(shape).toEqual([2, 1]);
      expect([at(0), at(1)]).toEqual(expected);
    }
  });

  it("covers every element type", () => {
    expect(cases.map(([name]) => name).sort()).toEqual(Object.keys(elementTypes).sort());
  });

  it("refuses lengths and shapes that disagree", () => {
    const float = { elementType: elementTypes.float32 };
    const refused: [TensorProto, ...string[]][] = [
      [{ ...float, dimensions: [3], floats: [1, 2] }, "[3]", "needs 3 numbers", "got 2"],
      [{ ...float, dimensions: [1], rawData: new Uint8Array(5) }, "needs 1 numbers", "got 1.25"],
      [{ ...float, dimensions: [-1] }, "impossible shape [-1]"],
      [{ ...float, dimensions: [2 ** 53] }, "[9007199254740992]"],
      [{ ...float, dimensions: [1] }, "needs 1 numbers", "got 0"],
    ];
    for (const [tensor, ...facts] of refused) {
      expect(() => openTensor(tensor, "t")).toThrow(errorWith(OnnxFormatError, "t ", ...facts));
      expect(() => openTensor(tensor, "t")).toThrow(
        expect.objectContaining({ name: "OnnxFormatError", code: "ERR_ONNX_FORMAT" }),
      );
    }
  });

  it("refuses what it does not read by name", () => {
    const refused: [TensorProto, ...string[]][] = [
      [{ elementType: 8 }, "t has element type 8", "float32 (1)"],
      [{}, "element type 0"],
      [{ elementType: 1, dataLocation: 1 }, "another file"],
      [{ elementType: 1, externalData: [{ key: "location", value: "d" }] }, "another file"],
    ];
    for (const [tensor, ...facts] of refused) {
      expect(() => openTensor(tensor, "t")).toThrow(errorWith(OnnxFormatError, ...facts));
      expect(() => openTensor(tensor, "t")).toThrow(
        expect.objectContaining({ code: "ERR_ONNX_UNSUPPORTED" }),
      );
    }
  });
});
