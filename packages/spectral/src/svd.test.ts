import { Matrix } from "ml-matrix";
import { afterEach, describe, expect, it, vi } from "vitest";
import "@reciprocal/test-utils";
import { ConvergenceError } from "./errors.js";
import { randomNormal } from "./random-arrays.js";
import { Random } from "./random.js";
import { singularValues, svd } from "./svd.js";

const random = (rows: number, columns: number) =>
  Matrix.from1DArray(rows, columns, randomNormal(rows * columns, { seed: 4 }));

/** A matrix with entries near 1, 1e-150, 1e-300 and 0 for which ml-matrix alone gives a U that is not orthogonal. */
function graded(): Matrix {
  const draw = new Random(316);
  return Matrix.zeros(6, 4).apply(function (this: Matrix, i, j) {
    this.set(i, j, draw.integer(2) * draw.normal() * 1e-150 ** draw.integer(3));
  });
}

const ugly: [string, Matrix][] = [
  ["1×1", new Matrix([[-2]])],
  ["one row", random(1, 5)],
  ["one column", random(5, 1)],
  ["tall", random(9, 4)],
  ["wide", random(4, 9)],
  ["zero column", random(4, 3).setColumn(1, [0, 0, 0, 0])],
  ["zero", Matrix.zeros(3, 4)],
  ["rank one", Matrix.columnVector([1, 2, 3, 4]).mmul(Matrix.rowVector([1, -1, 2]))],
  ["repeated singular values", Matrix.eye(3, 4)],
  ["entries near 1e150", random(4, 3).mul(1e150)],
  ["entries near 1e-150", random(4, 3).mul(1e-150)],
  ["entries near 1e300", random(4, 3).mul(1e300)],
  ["entries near 1e-300", random(4, 3).mul(1e-300)],
  ["entries from 1 to 1e-300", graded()],
];

afterEach(() => vi.restoreAllMocks());

describe("svd", () => {
  it("finds the axes of a scaled rotation by hand", () => {
    // [[0, 2], [3, 0]] sends (1, 0) to 3 (0, 1) and (0, 1) to 2 (1, 0)
    const { U, s, V } = svd(
      new Matrix([
        [0, 2],
        [3, 0],
      ]),
    );
    expect(s).toBeCloseRelative([3, 2], { relative: 1e-15 });
    expect(Matrix.abs(U).to1DArray()).toBeCloseRelative([0, 1, 1, 0], { relative: 1e-15 });
    expect(Matrix.abs(V).to1DArray()).toBeCloseRelative([1, 0, 0, 1], { relative: 1e-15 });
  });

  it.each(ugly)("is orthonormal · diagonal · orthonormal, and silent: %s", (_, a) => {
    const warn = vi.spyOn(console, "warn");
    const before = a.clone();
    const { U, s, V } = svd(a);
    const k = Math.min(a.rows, a.columns);
    expect([U.rows, U.columns, s.length, V.rows, V.columns]).toEqual([a.rows, k, k, a.columns, k]);
    expect(U).toBeOrthonormal();
    expect(V).toBeOrthonormal();
    expect([U, Matrix.diag([...s]), V.transpose()]).toReconstruct(a);
    expect([...s]).toEqual([...s].sort((x, y) => y - x));
    expect(s.at(-1)).toBeGreaterThanOrEqual(0);
    expect(a).toEqual(before);
    expect(warn).not.toHaveBeenCalled();
  });

  it("refuses what is not finite or empty", () => {
    expect(() =>
      svd(
        new Matrix([
          [1, 2],
          [NaN, 4],
        ]),
      ),
    ).toThrow(new ConvergenceError("svd: needs finite values, got NaN in row 1, column 0"));
    expect(() => svd(new Matrix(0, 3))).toThrow(/svd: rows.*got 0/);
  });
});

describe("singularValues", () => {
  it.each(ugly)("are those of svd: %s", (_, a) => {
    const { s } = svd(a);
    expect(singularValues(a)).toBeCloseRelative(s, { relative: 1e-14, absolute: 1e-15 * s[0]! });
  });

  it("agree with numpy.linalg.svd of the 4×4 Hilbert matrix (numpy 2.4.6)", () => {
    const hilbert = Matrix.zeros(4, 4).apply(function (this: Matrix, i, j) {
      this.set(i, j, 1 / (i + j + 1));
    });
    expect(singularValues(hilbert)).toBeCloseRelative(
      [1.500214280059243, 0.16914122022145, 0.006738273605760712, 9.670230402260777e-5],
      {
        relative: 0,
        absolute: 1e-15,
      },
    );
  });

  it("refuse what is not finite", () => {
    expect(() => singularValues(new Matrix([[-Infinity]]))).toThrow(
      new ConvergenceError("singularValues: needs finite values, got -Infinity in row 0, column 0"),
    );
  });
});
