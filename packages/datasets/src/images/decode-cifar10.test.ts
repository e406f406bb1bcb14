import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { DatasetFormatError } from "../errors.js";
import { decodeCifar10 } from "./decode-cifar10.js";

/** One record: the label, then pixels of which only the first red, green and blue differ from 0. */
function record(label: number, red: number, green: number, blue: number): Buffer {
  const bytes = Buffer.alloc(3073);
  bytes[0] = label;
  bytes[1] = red;
  bytes[1 + 1024] = green;
  bytes[1 + 2048] = blue;
  return bytes;
}

describe("decodeCifar10", () => {
  it("joins the records of all files in order, pixels over 255, with their channels together or apart", () => {
    const first = Buffer.concat([record(3, 255, 51, 0), record(0, 102, 0, 0)]);
    const files = [first, record(9, 0, 0, 153)];
    const { inputs, ...rest } = decodeCifar10(files, { name: "c" });
    expect(rest).toEqual({
      name: "c",
      labels: Int32Array.of(3, 0, 9),
      count: 3,
      features: 3072,
      shape: [32, 32, 3],
      classes: 10,
    });
    const pixels = (values: Float32Array) => [...values.entries()].filter(([, value]) => value !== 0);
    expect(pixels(inputs)).toEqual([
      [0, 1],
      [1, Math.fround(0.2)],
      [3072, Math.fround(0.4)],
      [2 * 3072 + 2, Math.fround(0.6)],
    ]);
    const planes = decodeCifar10(files, { name: "c", layout: "channels-first" });
    expect({ ...planes, inputs }).toEqual({ ...rest, inputs, shape: [3, 32, 32] });
    expect(pixels(planes.inputs)).toEqual([
      [0, 1],
      [1024, Math.fround(0.2)],
      [3072, Math.fround(0.4)],
      [2 * 3072 + 2048, Math.fround(0.6)],
    ]);
  });

  it("names the file that is cut off", () => {
    const batches = [record(1, 0, 0, 0), record(1, 0, 0, 0).subarray(0, 3000)];
    expect(() => decodeCifar10(batches, { files: ["a.bin", "b.bin"] })).toThrow(
      errorWith(DatasetFormatError, "decodeCifar10: b.bin", "3073", "got 3000 bytes"),
    );
  });

  it("names the file and the record of a label that is no class", () => {
    expect(() =>
      decodeCifar10([record(9, 0, 0, 0), Buffer.concat([record(9, 0, 0, 0), record(10, 0, 0, 0)])]),
    ).toThrow(errorWith(DatasetFormatError, "decodeCifar10: batch 2: labels", "10", "got 10 at sample 1"));
  });

  it("refuses an empty file and no file", () => {
    expect(() => decodeCifar10([new Uint8Array(0)])).toThrow(
      errorWith(DatasetFormatError, "decodeCifar10: batch 1", "got 0 bytes"),
    );
    expect(() => decodeCifar10([])).toThrow(errorWith(RangeError, "decodeCifar10: ", "got none"));
  });

  it("keeps bytes if asked", () => {
    const record = Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? 4 : i % 251));
    const { inputs, labels } = decodeCifar10([record], { layout: "channels-first", pixels: "uint8" });
    expect(inputs).toEqual(record.slice(1));
    expect([...labels]).toEqual([4]);
    const last = decodeCifar10([record], { pixels: "uint8" }).inputs;
    expect([...last.subarray(0, 3)]).toEqual([record[1], record[1025], record[2049]]);
  });

  it("refuses bytes that are not in a list, and what is no bytes", () => {
    expect(() => decodeCifar10(new Uint8Array(3073) as unknown as Uint8Array[])).toThrow(
      errorWith(TypeError, "decodeCifar10", "array of files", "Uint8Array"),
    );
    expect(() => decodeCifar10(["batch.bin"] as unknown as Uint8Array[])).toThrow(
      errorWith(TypeError, "decodeCifar10: batch 1", "bytes", '"batch.bin"'),
    );
    expect(() => decodeCifar10([new TextEncoder().encode("<!doctype html>")])).toThrow(
      errorWith(DatasetFormatError, "decodeCifar10: batch 1", "got 15 bytes", "a web page"),
    );
  });
});
