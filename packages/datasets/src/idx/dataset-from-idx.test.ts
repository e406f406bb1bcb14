import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { errorWith } from "../testing/error-with.js";
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
  });

  it("refuses a label that is not a class", () => {
    expect(() => datasetFromIdx(images, labels, { classes: 9 })).toThrow(
      errorWith(DatasetFormatError, "datasetFromIdx: labels: labels", "9", "got 9 at sample 1"),
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
