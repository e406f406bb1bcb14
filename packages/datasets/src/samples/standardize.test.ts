import { ShapeError } from "@reciprocal/spectral";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { standardize } from "./standardize.js";

const rows = (features: number, ...numbers: number[]) => ({ inputs: Float32Array.from(numbers), features });

describe("standardize", () => {
  it("gives every feature mean 0 and deviation 1", () => {
    // 1, 3 about 2 with deviation 1; 10, 50 about 30 with deviation 20
    const { dataset, mean, deviation } = standardize(rows(2, 1, 10, 3, 50));
    expect([mean, deviation]).toEqual([
      [2, 30],
      [1, 20],
    ]);
    expect(dataset.inputs).toEqual(Float32Array.of(-1, -1, 1, 1));
  });

  it("applies the numbers of the training set to other samples, and shares all but the inputs", () => {
    const { apply } = standardize(rows(1, 1, 3));
    const test = { ...rows(1, 4, 2.5), labels: Int32Array.of(0, 1) };
    const applied = apply(test);
    expect(applied.inputs).toEqual(Float32Array.of(2, 0.5));
    expect(applied.labels).toBe(test.labels);
    expect(test.inputs).toEqual(Float32Array.of(4, 2.5));
  });

  it("does the same by numbers that went through JSON", () => {
    const { mean, deviation, dataset } = standardize(rows(2, 0.1, 7, 0.3, -1, 0.7, 2));
    const by = JSON.parse(JSON.stringify({ mean, deviation })) as { mean: number[]; deviation: number[] };
    expect(standardize(rows(2, 0.1, 7, 0.3, -1, 0.7, 2), { by }).dataset).toEqual(dataset);
    expect(standardize(rows(2, 0.1, 7), { by }).dataset.inputs).toEqual(dataset.inputs.subarray(0, 2));
  });

  it("makes a constant feature 0, and other samples differ from it by as much as they do", () => {
    // ten times 0.1 in float32 has a mean that is not 0.1 in float32
    const { dataset, deviation, apply } = standardize(rows(1, ...new Array<number>(10).fill(0.1)));
    expect(new Set(dataset.inputs)).toEqual(new Set([0]));
    expect(deviation).toEqual([1]);
    expect(apply(rows(1, 5)).inputs).toEqual(Float32Array.of(5 - Math.fround(0.1)));
  });

  it("does not cancel if the mean is far larger than the deviation", () => {
    // in float32 2^20 ± 0.125 are exact; a sum of squares in float32, or one about 0, is not
    const { dataset } = standardize(rows(1, 2 ** 20 - 0.125, 2 ** 20 + 0.125));
    expect(dataset.inputs).toEqual(Float32Array.of(-1, 1));
  });

  it("changes nothing when the features are shifted or scaled beforehand", () => {
    const whole = fc.integer({ min: -100, max: 100 }); // shifted and scaled without rounding
    fc.assert(
      fc.property(fc.array(whole, { minLength: 2, maxLength: 20 }), whole, (numbers, shift) => {
        const plain = standardize(rows(1, ...numbers)).dataset.inputs;
        const other = standardize(rows(1, ...numbers.map((x) => 4 * x + shift))).dataset.inputs;
        // two roundings to float32, of numbers below sqrt(20), and those of the float64 sums
        for (const [i, value] of plain.entries()) expect(Math.abs(other[i]! - value)).toBeLessThan(2 ** -20);
      }),
      { seed: 1 },
    );
  });

  it("refuses rows that do not fit", () => {
    const { apply } = standardize(rows(2, 1, 2, 3, 4));
    const refused = (run: () => unknown, ...facts: string[]) =>
      expect(run).toThrow(errorWith(ShapeError, "standardize: ", ...facts));
    refused(() => standardize(rows(2, 1, 2, 3)), "2 features", "got 3");
    refused(() => standardize(rows(NaN, 1)), "NaN features", "got 1");
    refused(() => standardize(rows(2)), "sample", "got none");
    refused(() => apply(rows(1, 5)), "2 features", "got 1 and 2");
    refused(
      () => standardize(rows(1, 5), { by: { mean: [1], deviation: [1, 2] } }),
      "needs samples of 1 features (and as many deviations), got 1 and 2",
    );
  });

  it.each([["1,2\n3,4"], [undefined], [{ inputs: [1, 2], features: 2 }]])(
    "refuses %j, no samples",
    (given) => {
      const { apply } = standardize(rows(1, 1, 2));
      for (const run of [standardize, apply]) {
        expect(() => run(given as never)).toThrow(errorWith(TypeError, "standardize: needs samples"));
      }
    },
  );

  it.each([
    [rows(1, 1, NaN), {}],
    [rows(1, 1, 2), { by: { mean: [Infinity], deviation: [1] } }],
    [rows(1, 1, 2), { by: { mean: [1], deviation: [0] } }],
    [rows(1, 1, 2), { by: { mean: [1], deviation: [NaN] } }],
    [rows(1, 1, 2), { by: { mean: [1], deviation: [Infinity] } }],
    [rows(1, 1, 2), { by: { mean: [1], deviation: ["2"] } as unknown as { mean: []; deviation: [] } }],
    [rows(1, 1, 2), { by: { mean: [1] } as unknown as { mean: []; deviation: [] } }],
  ])("refuses numbers that are not finite, and a deviation of 0 (%#)", (samples, options) => {
    expect(() => standardize(samples, options)).toThrow(
      errorWith(RangeError, "standardize: ", "finite mean", "finite deviation above 0"),
    );
  });

  it.each([NaN, Infinity, -3e38])(
    "refuses %d in samples that the numbers of others are applied to",
    (value) => {
      const by = { mean: [0, 1], deviation: [1, 0.5] };
      const facts = ["standardize: ", "finite", `got ${Math.fround(value)}`, "feature 1 of sample 1"];
      const error = errorWith(RangeError, ...facts);
      expect(() => standardize(rows(2, 0, 0, 0, value), { by })).toThrow(error);
      expect(() => standardize(rows(2, 0, 0), { by }).apply(rows(2, 0, 0, 0, value))).toThrow(error);
    },
  );
});
