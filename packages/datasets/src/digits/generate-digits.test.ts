import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { digits } from "./digits.js";
import { generateDigits } from "./generate-digits.js";

describe("generateDigits", () => {
  it("gives the same bits for a seed for good", () => {
    const { inputs, labels } = generateDigits({ count: 50, seed: 7 });
    const bytes = Uint8Array.from(inputs, (value) => Math.round(value * 255));
    expect(labels.subarray(0, 12).join(" ")).toBe("7 8 6 5 7 6 0 7 8 6 2 0");
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(
      "c24bcd81d4864c2479a66ade53cb959aa0d9ab089de7ac69d4ce261085643bfd",
    );
  });

  it("starts a longer set with the shorter one", () => {
    const short = generateDigits({ count: 3, seed: 1 });
    const long = generateDigits({ count: 8, seed: 1 });
    expect(long.inputs.subarray(0, 3 * 784)).toEqual(short.inputs);
    expect(long.labels.subarray(0, 3)).toEqual(short.labels);
  });

  it("describes itself as 28×28×1 images of ten classes, seed 0 if none is given", () => {
    const { inputs, labels, ...rest } = generateDigits({ count: 4 });
    expect(rest).toEqual({ name: "digits", count: 4, features: 784, shape: [28, 28, 1], classes: 10 });
    expect([inputs.length, labels.length]).toEqual([4 * 784, 4]);
    expect(generateDigits({ count: 4, seed: 0 }).inputs).toEqual(inputs);
  });

  it("draws every class about equally often, all pixels multiples of 1/255", () => {
    const { inputs, labels } = generateDigits({ count: 1000, seed: 2 });
    const counts = new Array<number>(10).fill(0);
    for (const label of labels) counts[label]!++;
    // binomial: 100 ± 9.5, so five deviations
    expect(Math.min(...counts)).toBeGreaterThan(52);
    expect(Math.max(...counts)).toBeLessThan(148);
    const gray = new Set(Float32Array.from({ length: 256 }, (_, pixel) => pixel / 255));
    expect(inputs.every((value) => gray.has(value))).toBe(true);
  });

  it("leaves ink in every image, and most of it dark", () => {
    const { inputs, count } = generateDigits({ count: 200, seed: 3 });
    for (let i = 0; i < count; i++) {
      const image = inputs.subarray(i * 784, (i + 1) * 784);
      const ink = image.reduce((sum, value) => sum + (value > 0.4 ? 1 : 0), 0);
      expect(ink).toBeGreaterThan(10);
      expect(ink).toBeLessThan(300);
    }
  });

  it.each([0, -1, 1.5, NaN])("refuses a count of %s", (count) => {
    expect(() => generateDigits({ count })).toThrow(
      errorWith(RangeError, `generateDigits: count`, `1`, `got ${count}`),
    );
  });
});

describe("digits", () => {
  it("draws training and test images that differ, by seed", () => {
    const { train, test } = digits({ train: 20, test: 10, seed: 4 });
    expect([train.name, train.count, test.name, test.count]).toEqual(["digits/train", 20, "digits/test", 10]);
    expect(train.inputs.subarray(0, 784)).not.toEqual(test.inputs.subarray(0, 784));
    expect(digits({ train: 1, test: 1, seed: 5 }).train.inputs).not.toEqual(train.inputs.subarray(0, 784));
  });

  it("holds 10,000 and 2,000 images unless told otherwise", () => {
    const { train, test } = digits();
    expect([train.count, test.count]).toEqual([10_000, 2_000]);
  });
});
