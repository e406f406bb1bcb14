import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import "@reciprocal/test-utils";
import { ConvergenceError, ShapeError } from "./errors.js";
import { randomNormal } from "./random-arrays.js";
import { thinLq } from "./thin-lq.js";
import { thinQr } from "./thin-qr.js";

const random = (rows: number, columns: number) =>
  Matrix.from1DArray(rows, columns, randomNormal(rows * columns, { seed: 4 }));
const rankOne = Matrix.columnVector([1, 2, 3, 4]).mmul(Matrix.rowVector([1, -1, 2]));

const tall: [string, Matrix][] = [
  ["1×1", new Matrix([[-2]])],
  ["one column", random(5, 1)],
  ["square", random(4, 4)],
  ["tall", random(9, 4)],
  ["zero column", random(4, 3).setColumn(1, [0, 0, 0, 0])],
  ["zero", Matrix.zeros(4, 3)],
  ["rank one", rankOne],
  ["repeated singular values", Matrix.eye(4, 3)],
  ["entries near 1e150", random(4, 3).mul(1e150)],
  ["entries near 1e-150", random(4, 3).mul(1e-150)],
];

function expectTriangle(upper: Matrix) {
  for (let i = 0; i < upper.rows; i++) {
    expect(upper.get(i, i)).toBeGreaterThanOrEqual(0);
    for (let j = 0; j < i; j++) expect(upper.get(i, j)).toBe(0);
  }
}

describe("thinQr", () => {
  it("factors by hand", () => {
    // the first column is 5 (0.6, 0.8); the second, (1, 7) = 6.2 (0.6, 0.8) + 3.4 (−0.8, 0.6)
    const { Q, R } = thinQr(
      new Matrix([
        [3, 1],
        [4, 7],
      ]),
    );
    expect(Q.to1DArray()).toBeCloseRelative([0.6, -0.8, 0.8, 0.6], { relative: 1e-15 });
    expect(R.to1DArray()).toBeCloseRelative([5, 6.2, 0, 3.4], { relative: 1e-15 });
  });

  it.each(tall)("is orthonormal times upper triangular: %s", (_, a) => {
    const before = a.clone();
    const { Q, R } = thinQr(a);
    expect([Q.rows, Q.columns]).toEqual([a.rows, a.columns]);
    expect(Q).toBeOrthonormal();
    expectTriangle(R);
    expect([Q, R]).toReconstruct(a);
    expect(a).toEqual(before);
  });

  it("leaves an exact zero in R for a zero column, and a tiny number where rank is lost otherwise", () => {
    expect(thinQr(random(4, 3).setColumn(0, [0, 0, 0, 0])).R.get(0, 0)).toBe(0);
    expect(thinQr(rankOne).R.get(1, 1)).toBeLessThan(1e-14);
  });

  it("sends wide matrices to thinLq and refuses what is not finite or empty", () => {
    expect(() => thinQr(random(2, 3))).toThrow(
      new ShapeError("thinQr: needs rows >= columns, got 2×3; use thinLq"),
    );
    expect(() =>
      thinQr(
        new Matrix([
          [1, 2],
          [3, NaN],
        ]),
      ),
    ).toThrow(new ConvergenceError("thinQr: needs finite values, got NaN in row 1, column 1"));
    expect(() => thinQr(new Matrix(0, 0))).toThrow(/thinQr: rows.*got 0/);
  });
});

describe("thinLq", () => {
  it.each(tall)("is lower triangular times orthonormal: the transpose of %s", (_, a) => {
    const wide = a.transpose();
    const before = wide.clone();
    const { L, Q } = thinLq(wide);
    expect([Q.rows, Q.columns]).toEqual([wide.rows, wide.columns]);
    expect(Q).toBeOrthonormal();
    expectTriangle(L.transpose());
    expect([L, Q]).toReconstruct(wide);
    expect(wide).toEqual(before);
  });

  it("sends tall matrices to thinQr and refuses what is not finite or empty", () => {
    expect(() => thinLq(random(3, 2))).toThrow(
      new ShapeError("thinLq: needs rows <= columns, got 3×2; use thinQr"),
    );
    expect(() => thinLq(new Matrix([[1, Infinity, 3]]))).toThrow(
      new ConvergenceError("thinLq: needs finite values, got Infinity in row 0, column 1"),
    );
    expect(() => thinLq(new Matrix(0, 3))).toThrow(RangeError);
  });
});
