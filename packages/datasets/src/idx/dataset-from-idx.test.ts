import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { datasetFromIdx } from "./dataset-from-idx.js";
import { DatasetFormatError } from "../errors.js";

// two images of 1×3 pixels and their labels
const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, 102, 153, 204, 255);
const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9);

describe("datasetFromIdx", () => {
  it("joins images and labels, pixels over 255", () => {
    // 51 = 255 / 5
    expect(datasetFromIdx(images, gzipSync(labels), { name: "two" })).toEqual({
      name: "two",
      inputs: Float32Array.of(0, 0.2, 0.4, 0.6, 0.8, 1),
      labels: Int32Array.of(7, 9),
      count: 2,
      features: 3,
      shape: [1, 3, 1],
      classes: 10,
    });
  });

  it("takes no names but two, and gives one plane if asked", () => {
    expect(datasetFromIdx(images, labels, { layout: "channels-first" }).shape).toEqual([1, 1, 3]);
    expect(() => datasetFromIdx(images, labels, { files: ["i"] as never })).toThrow(
      errorWith(RangeError, "datasetFromIdx: files", "got an array of 1"),
    );
    expect(() => datasetFromIdx(images, labels, { files: ["i", "l", "m"] as never })).toThrow(
      errorWith(RangeError, "datasetFromIdx: files must be an array of 2", "got an array of 3"),
    );
  });

  it("refuses a label that is not a class", () => {
    expect(() => datasetFromIdx(images, labels, { classes: 9 })).toThrow(
      errorWith(DatasetFormatError, "datasetFromIdx: labels: labels", "0 to 8", "got 9 at sample 1"),
    );
  });

  it("keeps bytes if asked", () => {
    const { inputs } = datasetFromIdx(images, labels, { pixels: "uint8" });
    expect(inputs).toEqual(Uint8Array.of(0, 51, 102, 153, 204, 255));
  });

  it("reads the letters of EMNIST: counted from 1, and turned", () => {
    // 2 rows of 3 as they lie in the file; upright they are 3 rows of 2
    const turned = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
    const letter = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 26);
    const dataset = datasetFromIdx(turned, letter, {
      classes: 26,
      firstLabel: 1,
      transposed: true,
      pixels: "uint8",
    });
    expect(dataset.shape).toEqual([3, 2, 1]);
    expect([...dataset.inputs]).toEqual([1, 4, 2, 5, 3, 6]);
    expect([...dataset.labels]).toEqual([25]);
    const refused = (options: object, ...facts: string[]) =>
      expect(() => datasetFromIdx(turned, letter, options)).toThrow(errorWith(DatasetFormatError, ...facts));
    refused({ classes: 26 }, "0 to 25", "got 26 at sample 0", "firstLabel: 1");
    refused({ classes: 25, firstLabel: 1 }, "1 to 25", "got 26");
    refused({ classes: 26, firstLabel: 27 }, "27 to 52", "got 26");
  });

  it("reads labels that are rows of integers, as those of QMNIST, and no floats", () => {
    const wide = Uint8Array.of(
      0,
      0,
      0x0c,
      2,
      0,
      0,
      0,
      2,
      0,
      0,
      0,
      3,
      ...[7, 0, 3, 9, 4, 2].flatMap((v) => [0, 0, 0, v]),
    );
    expect([...datasetFromIdx(images, wide).labels]).toEqual([7, 9]);
    const floats = Uint8Array.of(0, 0, 0x0d, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0);
    expect(() => datasetFromIdx(images, floats)).toThrow(
      errorWith(DatasetFormatError, "datasetFromIdx: labels", "integers", "floats"),
    );
  });

  it("refuses images of other numbers than bytes", () => {
    const signed = images.slice();
    signed[2] = 9;
    expect(() => datasetFromIdx(signed, labels)).toThrow(
      errorWith(DatasetFormatError, "datasetFromIdx: images", "unsigned bytes", "Int8Array"),
    );
  });

  it("refuses another number of labels than of images", () => {
    const three = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 9, 1);
    expect(() => datasetFromIdx(images, three, { files: ["i.gz", "l.gz"] })).toThrow(
      errorWith(DatasetFormatError, "datasetFromIdx: l.gz", "2", "got 3"),
    );
  });

  it("refuses files without samples", () => {
    const none = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 3);
    expect(() => datasetFromIdx(none, Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 0))).toThrow(
      errorWith(DatasetFormatError, "datasetFromIdx: images", "got shape 0×1×3"),
    );
  });

  it("notices swapped files", () => {
    expect(() => datasetFromIdx(labels, images)).toThrow(/swapped/);
  });
});
