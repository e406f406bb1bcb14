import { Matrix, MatrixTransposeView } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { ShapeError } from "./errors.js";
import { spectralKernel } from "./spectral-kernel.js";

describe("spectralKernel", () => {
  it("scales each entry of phi by the gap between its two eigenvalues", () => {
    // (1.5 − 0.5) · 2 = 2 and (2 − 0.5) · 3 = 4.5; (1.5 + 1) · 4 = 10 and (2 + 1) · 5 = 15
    const phi = new Matrix([
      [2, 3],
      [4, 5],
    ]);
    expect(spectralKernel(phi, [1.5, 2], [0.5, -1]).to2DArray()).toEqual([
      [2, 4.5],
      [10, 15],
    ]);
    expect(phi.to1DArray()).toEqual([2, 3, 4, 5]);
  });

  it("takes views", () => {
    const phi = new MatrixTransposeView(new Matrix([[2, 4]]));
    expect(spectralKernel(phi, [1], [0, 3]).to2DArray()).toEqual([[2], [-8]]);
  });

  it("names the spectrum whose length is wrong", () => {
    // 2 × 1 values would fit the number of entries, but not their places
    expect(() => spectralKernel(new Matrix([[2, 3]]), [1], [0.5, 1])).toThrow(
      new ShapeError("spectralKernel: lambdaIn needs 2 values (one per column of phi), got 1"),
    );
    expect(() => spectralKernel(new Matrix([[2, 3]]), [1, 2], [0.5, 1])).toThrow(
      new ShapeError("spectralKernel: lambdaOut needs 1 values (one per row of phi), got 2"),
    );
  });
});
