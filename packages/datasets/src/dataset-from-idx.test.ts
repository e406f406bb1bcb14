import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { datasetFromIdx } from "./dataset-from-idx.js";
import { DatasetFormatError } from "./errors.js";

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
      shape: [1, 3],
      classes: 10,
    });
  });

  it("refuses a label that is no class", () => {
    expect(() => datasetFromIdx(images, labels, { classes: 9 })).toThrow(
      new DatasetFormatError("datasetFromIdx: labels: labels must be below 9, got 9 at sample 1"),
    );
  });

  it("refuses another number of labels than of images", () => {
    const three = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 9, 1);
    expect(() => datasetFromIdx(images, three, { files: ["i.gz", "l.gz"] })).toThrow(
      new DatasetFormatError("datasetFromIdx: l.gz needs 2 labels (one per image of i.gz), got 3"),
    );
  });

  it("refuses files without samples", () => {
    const none = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 3);
    expect(() => datasetFromIdx(none, Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 0))).toThrow("got shape 0×1×3");
  });

  it("notices swapped files", () => {
    expect(() => datasetFromIdx(labels, images)).toThrow("were the two files swapped?");
  });
});
