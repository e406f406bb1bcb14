import { describe, expect, it } from "vitest";
import { DatasetFormatError } from "./errors.js";
import { readCifar10 } from "./read-cifar10.js";

/** One record: the label, then pixels of which only the first red, green and blue differ from 0. */
function record(label: number, red: number, green: number, blue: number): Buffer {
  const bytes = Buffer.alloc(3073);
  bytes[0] = label;
  bytes[1] = red;
  bytes[1 + 1024] = green;
  bytes[1 + 2048] = blue;
  return bytes;
}

describe("readCifar10", () => {
  it("joins the records of all files in order, planes first, pixels over 255", () => {
    const first = Buffer.concat([record(3, 255, 51, 0), record(0, 102, 0, 0)]);
    const { inputs, ...rest } = readCifar10([first, record(9, 0, 0, 153)], { name: "c" });
    expect(rest).toEqual({
      name: "c",
      labels: Int32Array.of(3, 0, 9),
      count: 3,
      features: 3072,
      shape: [3, 32, 32],
      classes: 10,
    });
    const pixels = [...inputs.entries()].filter(([, value]) => value !== 0);
    expect(pixels).toEqual([
      [0, 1],
      [1024, Math.fround(0.2)],
      [3072, Math.fround(0.4)],
      [2 * 3072 + 2048, Math.fround(0.6)],
    ]);
  });

  it("names the file that is cut off", () => {
    const batches = [record(1, 0, 0, 0), record(1, 0, 0, 0).subarray(0, 3000)];
    expect(() => readCifar10(batches, { files: ["a.bin", "b.bin"] })).toThrow(
      new DatasetFormatError(
        "readCifar10: b.bin: needs a whole number of records of 3073 bytes, got 3000 bytes; was the file cut off?",
      ),
    );
  });

  it("names the file and the record of a label that is no class", () => {
    expect(() =>
      readCifar10([record(9, 0, 0, 0), Buffer.concat([record(9, 0, 0, 0), record(10, 0, 0, 0)])]),
    ).toThrow(new DatasetFormatError("readCifar10: batch 2: labels must be below 10, got 10 at sample 1"));
  });

  it("refuses an empty file and no file", () => {
    expect(() => readCifar10([new Uint8Array(0)])).toThrow("got 0 bytes");
    expect(() => readCifar10([])).toThrow("needs at least one file");
  });
});
