import { Matrix } from "ml-matrix";
import { errorWith } from "@reciprocal/test-utils";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromCsr, multiplyCsr, toCsr } from "./csr-matrix.js";
import { ShapeError } from "./errors.js";

const whole = fc.integer({ min: -3, max: 3 }).map((x) => x + 0); // many zeros; exact sums
const matrices = fc
  .record({ rows: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 1, max: 6 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      values: fc.array(whole, { minLength: rows * columns, maxLength: rows * columns }),
      x: fc.array(whole, { minLength: columns, maxLength: columns }),
    }),
  );

describe("toCsr", () => {
  it("lists the entries that are not zero row by row", () => {
    // 0 5 0
    // 0 0 0
    // 7 0 8
    expect(toCsr([0, 5, 0, 0, 0, 0, 7, 0, 8], 3, 3)).toEqual({
      rows: 3,
      columns: 3,
      rowStarts: Uint32Array.of(0, 1, 1, 3),
      columnIndices: Uint32Array.of(1, 0, 2),
      values: Float64Array.of(5, 7, 8),
    });
  });

  it("keeps NaN and drops −0", () => {
    expect(toCsr([NaN, -0], 1, 2).values).toEqual(Float64Array.of(NaN));
  });

  it("refuses sizes that do not fit", () => {
    expect(() => toCsr([1, 2, 3], 2, 2)).toThrow(new ShapeError("toCsr: a 2×2 matrix needs 4 values, got 3"));
    expect(() => toCsr([], 0, 2)).toThrow(/toCsr: rows.*got 0/);
    expect(() => toCsr([], 2, NaN)).toThrow(errorWith(RangeError, "toCsr: columns", "got NaN"));
    expect(() => toCsr([], 2, 0)).toThrow(errorWith(RangeError, "toCsr: columns", "got 0"));
  });
});

describe("fromCsr", () => {
  it("gives back the matrix that toCsr was given", () => {
    fc.assert(
      fc.property(matrices, ({ rows, columns, values }) => {
        expect([...fromCsr(toCsr(values, rows, columns))]).toEqual(values);
      }),
      { seed: 1 },
    );
  });
});

describe("multiplyCsr", () => {
  it("is the dense product", () => {
    fc.assert(
      fc.property(matrices, ({ rows, columns, values, x }) => {
        const dense = Matrix.from1DArray(rows, columns, values).mmul(Matrix.columnVector(x));
        const got = multiplyCsr(toCsr(values, rows, columns), x);
        expect([...got].map((y) => y + 0)).toEqual(dense.to1DArray().map((y) => y + 0)); // −0 to 0
      }),
      { seed: 1 },
    );
  });

  it("does not let NaN through an entry that is not stored", () => {
    expect([...multiplyCsr(toCsr([1, 0], 1, 2), [2, NaN])]).toEqual([2]);
    expect([...multiplyCsr(toCsr([1, 1], 1, 2), [2, NaN])]).toEqual([NaN]);
  });

  it("refuses a vector of another length", () => {
    expect(() => multiplyCsr(toCsr([1, 0], 1, 2), [1])).toThrow(
      new ShapeError("multiplyCsr: x needs 2 values (one per column), got 1"),
    );
  });
});
