import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "@reciprocal/test-utils";
import { ShapeError } from "./errors.js";
import { randomNormal } from "./random-arrays.js";
import { spectralKernelValues } from "./spectral-kernel-values.js";

const whole = fc.integer({ min: -1000, max: 1000 }); // integers, so equality is exact
const vector = (length: number) => fc.array(whole, { minLength: length, maxLength: length });
const layer = fc
  .record({ n: fc.integer({ min: 1, max: 5 }), m: fc.integer({ min: 1, max: 5 }) })
  .chain(({ n, m }) =>
    fc.record({
      phi: vector(m * n),
      lambdaIn: vector(n),
      lambdaOut: vector(m),
      otherIn: vector(n),
      otherOut: vector(m),
      order: fc.shuffledSubarray([...Array(m).keys()], { minLength: m }),
    }),
  );
type Sample = typeof layer extends fc.Arbitrary<infer T> ? T : never;
const check = (law: (sample: Sample) => void) => fc.assert(fc.property(layer, law), { seed: 1 });

describe("spectralKernelValues", () => {
  it("scales each entry of phi by the gap between its two eigenvalues", () => {
    // row 0: (1.5 − 0.5) · 2, (2 − 0.5) · 3; row 1: (1.5 + 1) · 4, (2 + 1) · 5; row 2: (1.5 − 2) · 6, (2 − 2) · 7
    const kernel = spectralKernelValues([2, 3, 4, 5, 6, 7], [1.5, 2], [0.5, -1, 2]);
    expect([...kernel]).toEqual([2, 4.5, 10, 15, -3, 0]);
  });

  it("is linear in the eigenvalues", () => {
    check(({ phi, lambdaIn, lambdaOut, otherIn, otherOut }) => {
      const one = spectralKernelValues(phi, lambdaIn, lambdaOut);
      const other = spectralKernelValues(phi, otherIn, otherOut);
      const sumIn = lambdaIn.map((x, j) => 2 * x + 3 * otherIn[j]!);
      const sumOut = lambdaOut.map((x, i) => 2 * x + 3 * otherOut[i]!);
      expect([...spectralKernelValues(phi, sumIn, sumOut)].map((x) => x + 0)).toEqual(
        [...one].map((x, at) => 2 * x + 3 * other[at]! + 0), // + 0 turns −0 into 0
      );
    });
  });

  it("does not change when one constant is added to both spectra", () => {
    check(({ phi, lambdaIn, lambdaOut, otherIn }) => {
      const shift = otherIn[0]!;
      const shifted = spectralKernelValues(
        phi,
        lambdaIn.map((x) => x + shift),
        lambdaOut.map((x) => x + shift),
      );
      expect(shifted).toEqual(spectralKernelValues(phi, lambdaIn, lambdaOut));
    });
  });

  it("permutes its rows with the output nodes", () => {
    check(({ phi, lambdaIn, lambdaOut, order }) => {
      const n = lambdaIn.length;
      const rowsOf = (values: ArrayLike<number>) =>
        order.flatMap((i) => Array.from(values).slice(i * n, i * n + n));
      const permuted = spectralKernelValues(
        rowsOf(phi),
        lambdaIn,
        order.map((i) => lambdaOut[i]!),
      );
      expect([...permuted]).toEqual(rowsOf(spectralKernelValues(phi, lambdaIn, lambdaOut)));
    });
  });

  it("takes float32 arrays and multiplies in float64", () => {
    const phi = Float32Array.of(0.1);
    const [w] = spectralKernelValues(phi, Float32Array.of(0.3), Float32Array.of(0.2));
    expect(w).toBe((Math.fround(0.3) - Math.fround(0.2)) * Math.fround(0.1));
  });

  it("gives NaN only where a NaN went in, and keeps its input", () => {
    const phi = randomNormal(4, { seed: 1 });
    const kernel = spectralKernelValues(phi, [NaN, 1], [2, 3]);
    expect([...kernel].map(Number.isNaN)).toEqual([true, false, true, false]);
    expect(phi).toEqual(randomNormal(4, { seed: 1 }));
  });

  it("refuses a phi of another size", () => {
    expect(() => spectralKernelValues([1, 2, 3], [1, 2], [0.5])).toThrow(
      new ShapeError("spectralKernelValues: phi needs 2 values (1 of lambdaOut times 2 of lambdaIn), got 3"),
    );
  });
});
