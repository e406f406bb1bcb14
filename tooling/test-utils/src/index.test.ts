import { describe, expect, it } from "vitest";
import "./index.js";

const identity = { rows: 2, columns: 2, values: [1, 0, 0, 1] };

describe("toBeCloseRelative", () => {
  it("allows the relative error of each value plus the absolute one", () => {
    expect([100, 1]).toBeCloseRelative([101, 1], { relative: 0.01 });
    expect([100, 1]).not.toBeCloseRelative([102, 1], { relative: 0.01 });
    expect(1e-9).not.toBeCloseRelative(0);
    expect(1e-9).toBeCloseRelative(0, { absolute: 1e-9 });
  });

  it("never accepts NaN, and Infinity only for itself", () => {
    expect(NaN).not.toBeCloseRelative(NaN, { absolute: Infinity });
    expect(NaN).not.toBeCloseRelative(1);
    expect(2).not.toBeCloseRelative(1, { relative: NaN });
    expect(1).not.toBeCloseRelative(NaN);
    expect(Infinity).toBeCloseRelative(Infinity);
    expect(-Infinity).not.toBeCloseRelative(Infinity);
    expect(1).not.toBeCloseRelative(Infinity, { relative: 1 });
    expect(Infinity).not.toBeCloseRelative(1, { absolute: 1e300 });
  });

  it("needs equal lengths", () => {
    expect([1]).not.toBeCloseRelative([1, 2]);
  });

  it("names the worst index, both values and the ratio to the allowed error", () => {
    // |3 − 2| / (0.25 · 2) = 2
    expect(() => expect([1, 3, 1.1]).toBeCloseRelative([1, 2, 1], { relative: 0.25 })).toThrow(
      "worst at index 1: expected 2, got 3, error 2.00 of the allowed",
    );
  });
});

describe("toBeOrthonormal", () => {
  it("takes columns of a tall matrix and rows of a wide one", () => {
    expect(identity).toBeOrthonormal();
    expect({ rows: 2, columns: 1, values: [0.6, 0.8] }).toBeOrthonormal();
    expect({ rows: 1, columns: 2, values: [0.6, 0.8] }).toBeOrthonormal();
    expect({ rows: 1, columns: 1, to1DArray: () => [-1], values: () => [] }).toBeOrthonormal(); // as ml-matrix
  });

  it("refuses an error ten times above rounding, and NaN", () => {
    const nearly = { rows: 1, columns: 1, values: [1 + 6 * Number.EPSILON] }; // its square is off by 12
    expect(nearly).not.toBeOrthonormal();
    expect(nearly).toBeOrthonormal({ factor: 13 });
    expect({ rows: 2, columns: 2, values: [1, 0, NaN, 1] }).not.toBeOrthonormal();
  });

  it("names the worst product", () => {
    expect(() => expect({ rows: 2, columns: 2, values: [1, 0.5, 0, 1] }).toBeOrthonormal()).toThrow(
      "columns 0 and 1: product 0.5",
    );
  });

  it("refuses values that do not fill the matrix", () => {
    expect(() => expect({ rows: 2, columns: 2, values: [1] }).toBeOrthonormal()).toThrow(
      "a 2×2 matrix needs 4 values, got 1",
    );
  });
});

describe("toReconstruct", () => {
  const a = { rows: 2, columns: 1, values: [1, 2] };
  const b = { rows: 1, columns: 2, values: [3, 4] };

  it("multiplies the factors in order", () => {
    expect([a, b]).toReconstruct({ rows: 2, columns: 2, values: [3, 4, 6, 8] });
    expect([b, a]).toReconstruct({ rows: 1, columns: 1, values: [11] });
    expect([identity, a, b]).not.toReconstruct({ rows: 2, columns: 2, values: [3, 4, 6, 9] });
  });

  it("measures the error against the size of the matrix", () => {
    expect([{ rows: 1, columns: 1, values: [1e150] }]).toReconstruct({
      rows: 1,
      columns: 1,
      values: [1e150 * (1 + 9 * Number.EPSILON)],
    });
    expect([{ rows: 1, columns: 1, values: [1e-150] }]).not.toReconstruct({
      rows: 1,
      columns: 1,
      values: [1.00000000000001e-150],
    });
  });

  it("refuses NaN, other sizes, and factors that do not fit", () => {
    expect([{ rows: 1, columns: 1, values: [NaN] }]).not.toReconstruct({
      rows: 1,
      columns: 1,
      values: [NaN],
    });
    expect([a]).not.toReconstruct({ rows: 1, columns: 2, values: [1, 2] });
    expect(() => expect([a, a]).toReconstruct(a)).toThrow("1 columns meets one with 2 rows");
  });

  it("names the worst entry", () => {
    expect(() => expect([b]).toReconstruct({ rows: 1, columns: 2, values: [3, 5] })).toThrow(
      "row 0, column 1: expected 5, got 4",
    );
  });
});
