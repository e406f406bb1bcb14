import { createHash } from "node:crypto";
import { QrDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import "@reciprocal/test-utils";
import { ConvergenceError, ShapeError } from "./errors.js";
import { orthonormalFactor } from "./orthonormal-factor.js";
import { randomNormal } from "./random-arrays.js";
import { randomOrthonormal } from "./random-orthonormal.js";

/** Checks every promise of the docstring for one matrix. */
function expectFactor(values: Float64Array, rows: number, columns: number) {
  const { Q, R, k } = orthonormalFactor(values, rows, columns);
  expect(k).toBe(Math.min(rows, columns));
  const tall = rows >= columns;
  const q = { rows: tall ? rows : k, columns: tall ? k : columns, values: Q };
  const r = { rows: k, columns: k, values: R };
  expect(q).toBeOrthonormal();
  expect(tall ? [q, r] : [r, q]).toReconstruct({ rows, columns, values });
  for (let i = 0; i < k; i++) {
    expect(R[i * k + i]).toBeGreaterThanOrEqual(0);
    for (let j = 0; j < i; j++) expect(R[tall ? i * k + j : j * k + i]).toBe(0);
  }
  return { Q, R };
}

describe("orthonormalFactor", () => {
  it("factors a 2×1 and a 1×2 matrix as by hand", () => {
    // (3, 4) = 5 · (0.6, 0.8)
    for (const [rows, columns] of [
      [2, 1],
      [1, 2],
    ] as const) {
      const { Q, R } = orthonormalFactor(Float64Array.of(3, 4), rows, columns);
      expect(Q).toBeCloseRelative([0.6, 0.8], { relative: 4e-16 });
      expect(R).toBeCloseRelative([5], { relative: 4e-16 });
    }
  });

  it.each([
    [1, 1],
    [1, 9],
    [9, 1],
    [3, 2],
    [2, 3],
    [33, 33],
    [70, 37],
    [37, 70],
    [66, 65],
  ])("reconstructs a random %d×%d matrix, across block borders too", (rows, columns) => {
    expectFactor(randomNormal(rows * columns, { seed: 5 }), rows, columns);
  });

  it("agrees with ml-matrix's QR once its signs are fixed", () => {
    const values = randomNormal(40 * 35, { seed: 2 });
    const other = new QrDecomposition(Matrix.from1DArray(40, 35, values)).upperTriangularMatrix;
    const expected = other.to2DArray().flatMap((row, i) => row.map((x) => x * Math.sign(row[i]!)));
    expect(orthonormalFactor(values, 40, 35).R).toBeCloseRelative(expected, { relative: 0, absolute: 1e-13 });
  });

  it("gives an orthonormal Q for a zero column, a zero matrix and rank one", () => {
    expectFactor(
      randomNormal(24, { seed: 1 }).map((x, i) => (i % 4 === 2 ? 0 : x)),
      6,
      4,
    );
    expectFactor(new Float64Array(24), 6, 4);
    expectFactor(new Float64Array(24), 4, 6);
    expectFactor(
      Float64Array.from({ length: 24 }, (_, i) => (1 + Math.floor(i / 4)) * (1 + (i % 4))),
      6,
      4,
    );
  });

  it.each([1e150, 1e-150, 1e300, 1e-300])("keeps entries near %d in range", (scale) => {
    expectFactor(
      randomNormal(24, { seed: 1 }).map((x) => x * scale),
      6,
      4,
    );
    expectFactor(
      randomNormal(24, { seed: 1 }).map((x) => x * scale),
      4,
      6,
    );
    // diagonal, so that neither entry may vanish beside the other
    const { R } = orthonormalFactor(Float64Array.of(scale, 0, 0, 1 / scale), 2, 2);
    expect(R).toBeCloseRelative([scale, 0, 0, 1 / scale], { relative: 4e-16 });
  });

  it("does not modify its input", () => {
    const values = randomNormal(12, { seed: 1 });
    orthonormalFactor(values, 3, 4);
    orthonormalFactor(values, 4, 3);
    expect(values).toEqual(randomNormal(12, { seed: 1 }));
  });

  it("says which value is not finite", () => {
    expect(() => orthonormalFactor(Float64Array.of(1, 2, 3, 4, NaN, 6), 2, 3)).toThrow(
      new ConvergenceError("orthonormalFactor: needs finite values, got NaN in row 1, column 1"),
    );
    expect(() => orthonormalFactor(Float64Array.of(-Infinity), 1, 1)).toThrow(ConvergenceError);
  });

  it("refuses sizes that do not fit the values", () => {
    expect(() => orthonormalFactor(new Float64Array(5), 2, 3)).toThrow(
      new ShapeError("orthonormalFactor: a 2×3 matrix needs 6 values, got 5"),
    );
    expect(() => orthonormalFactor(new Float64Array(0), 0, 3)).toThrow(/orthonormalFactor: rows.*got 0/);
    expect(() => orthonormalFactor(new Float64Array(0), 3, NaN)).toThrow(RangeError);
  });
});

describe("randomOrthonormal", () => {
  const digest = (values: Float64Array) => createHash("sha256").update(values).digest("hex");

  it("keeps its values", () => {
    expect([...randomOrthonormal(2, 2, { seed: 7 })]).toEqual([
      0.9368357541105907, -0.3497695953339007, -0.3497695953339007, -0.9368357541105907,
    ]);
    expect(digest(randomOrthonormal(100, 75, { seed: 7 }))).toBe(
      "15e4f4f64d457518dc5325d118452ac9613a9badf484a077ca6de0ee9d1c0e7e",
    );
    expect(digest(randomOrthonormal(75, 100, { seed: 7 }))).toBe(
      "214b8fe52bfaefa6ca948652a6c23af5e996cd51e6188918a0b86553cb0979ff",
    );
  });

  it("has orthonormal columns when tall and rows when wide", () => {
    expect({ rows: 30, columns: 20, values: randomOrthonormal(30, 20, { seed: 1 }) }).toBeOrthonormal();
    expect({ rows: 20, columns: 30, values: randomOrthonormal(20, 30, { seed: 1 }) }).toBeOrthonormal();
  });

  it("has no preferred sign", () => {
    const signs = Array.from({ length: 400 }, (_, seed) => Math.sign(randomOrthonormal(1, 2, { seed })[0]!));
    expect(Math.abs(signs.reduce((a, b) => a + b, 0))).toBeLessThan(5 * 20);
  });

  it("refuses bad sizes", () => {
    expect(() => randomOrthonormal(2.5, 2, { seed: 1 })).toThrow(/randomOrthonormal: rows.*got 2\.5/);
  });
});
