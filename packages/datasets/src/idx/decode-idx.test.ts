import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { DatasetFormatError } from "../errors.js";
import { decodeIdx } from "./decode-idx.js";

// two images of 1×3 pixels
const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60);
const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9);

describe("decodeIdx", () => {
  it("gives the shape and the bytes of images and of labels", () => {
    expect(decodeIdx(images)).toEqual({ shape: [2, 1, 3], data: Uint8Array.of(10, 20, 30, 40, 50, 60) });
    expect(decodeIdx(labels)).toEqual({ shape: [2], data: Uint8Array.of(7, 9) });
  });

  it("reads gzip like plain bytes", () => {
    expect([...decodeIdx(gzipSync(images)).data]).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it("reads a view that starts inside its buffer", () => {
    expect([...decodeIdx(Buffer.concat([Buffer.alloc(5, 255), labels]).subarray(5)).data]).toEqual([7, 9]);
  });

  it("reads sizes above 255, big end first", () => {
    expect(
      decodeIdx(Buffer.concat([Uint8Array.of(0, 0, 8, 1, 0, 1, 2, 3), new Uint8Array(0x10203)])).shape,
    ).toEqual([66051]);
  });

  it("gives back what was written, for every shape", () => {
    const shape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shape, fc.boolean(), (sizes, compressed) => {
        const data = Uint8Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, (_, i) => i);
        const file = Buffer.concat([
          Uint8Array.of(0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, 0, size])),
          data,
        ]);
        const read = decodeIdx(compressed ? gzipSync(file) : file);
        expect({ shape: read.shape, data: [...read.data] }).toEqual({ shape: sizes, data: [...data] });
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it("asks whether the files were swapped when labels come for images", () => {
    expect(() => decodeIdx(labels, { file: "a.gz", dimensions: 3 })).toThrow(
      errorWith(DatasetFormatError, "decodeIdx: a.gz", "0x00000803", "got 0x00000801", "swapped"),
    );
  });

  it.each([
    ["another element type", Uint8Array.of(0, 0, 0x0a, 1, 0, 0, 0, 0), ["0x00000801", "got 0x00000a01"]],
    ["a web page", new TextEncoder().encode("<html><body>"), ["got 0x3c68746d", "a web page"]],
    [
      "a pointer to the file",
      new TextEncoder().encode("version https://git-lfs.github.com/spec/v1\n"),
      ["got 0x76657273", "Git LFS"],
    ],
    ["no dimension", Uint8Array.of(0, 0, 8, 0, 5), ["0x00000801", "got 0x00000800"]],
    ["no bytes", new Uint8Array(0), ["magic", "4 bytes", "got 0"]],
    ["half a header", images.subarray(0, 11), ["3 dimensions", "16 bytes", "got 11"]],
    ["a missing byte", images.subarray(0, 21), ["2×1×3", "22 bytes", "got 21", "cut off"]],
    ["a byte too many", Uint8Array.of(...images, 0), ["2×1×3", "22 bytes", "got 23", "after the end"]],
    ["gzip cut off", gzipSync(images).subarray(0, 30), ["gzip", "got 30 bytes"]],
    ["text after gzip", Buffer.concat([gzipSync(images), Buffer.from("xyz")]), ["incorrect header check"]],
    ["zeros after gzip", Buffer.concat([gzipSync(images), Buffer.alloc(3)]), ["got 3 more bytes"]],
  ])("refuses %s", (_, bytes, facts) => {
    expect(() => decodeIdx(bytes)).toThrow(errorWith(DatasetFormatError, "decodeIdx: IDX data", ...facts));
  });

  it("reads integers and floats of every size, big end first", () => {
    const read = (type: number, ...bytes: number[]) =>
      decodeIdx(Uint8Array.of(0, 0, type, 1, 0, 0, 0, 1, ...bytes)).data;
    expect(read(0x09, 0xfe)).toEqual(Int8Array.of(-2));
    expect(read(0x0b, 0xff, 0x00)).toEqual(Int16Array.of(-256));
    expect(read(0x0c, 0x80, 0, 0, 1)).toEqual(Int32Array.of(-(2 ** 31) + 1));
    expect(read(0x0d, 0x3f, 0xc0, 0, 0)).toEqual(Float32Array.of(1.5));
    expect(read(0x0e, 0xbf, 0xf8, 0, 0, 0, 0, 0, 0)).toEqual(Float64Array.of(-1.5));
    expect(() => read(0x0c, 0, 0, 1)).toThrow(errorWith(DatasetFormatError, "12 bytes", "got 11", "cut off"));
  });

  it("refuses what is no bytes", () => {
    expect(() => decodeIdx("train-images" as unknown as Uint8Array)).toThrow(
      errorWith(TypeError, "decodeIdx: IDX data", "Uint8Array", 'got "train-images"'),
    );
  });

  it("keeps the error of the decompression as the cause", () => {
    let error: unknown;
    try {
      decodeIdx(gzipSync(images).subarray(0, 30));
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code: "ERR_DATASET_FORMAT", cause: { code: "Z_BUF_ERROR" } });
  });

  it("reads plain bytes without Node, and says that gzip needs it", () => {
    vi.stubGlobal("process", undefined);
    try {
      expect([...decodeIdx(labels).data]).toEqual([7, 9]);
      expect(() => decodeIdx(Uint8Array.of(0x1f, 0x8b))).toThrow(
        errorWith(Error, "decodeIdx: ", "node:zlib"),
      );
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
