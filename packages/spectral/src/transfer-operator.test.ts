import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import "@reciprocal/test-utils";
import { eigenvectors, inverseEigenvectors } from "./eigenvectors.js";
import { ShapeError } from "./errors.js";
import { fromTransferOperator } from "./from-transfer-operator.js";
import { randomNormal, randomUniform } from "./random-arrays.js";
import { eigenvalues, transferOperator } from "./transfer-operator.js";

const layer = (n: number, m: number) => ({
  phi: Matrix.from1DArray(m, n, randomNormal(m * n, { seed: 1 })),
  lambdaIn: randomUniform(n, { seed: 2, low: -1 }),
  lambdaOut: randomUniform(m, { seed: 3, low: -1 }),
});
const shapes: [number, number][] = [
  [1, 1],
  [1, 4],
  [4, 1],
  [7, 3],
  [3, 7],
];

describe("eigenvectors", () => {
  it("puts phi below the input nodes", () => {
    expect(eigenvectors(new Matrix([[2, 3]])).to2DArray()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [2, 3, 1],
    ]);
  });

  it.each(shapes)("has the inverse 2I − Φ, %d inputs to %d outputs", (n, m) => {
    const { phi } = layer(n, m);
    const all = eigenvectors(phi);
    const inverse = inverseEigenvectors(phi);
    expect(inverse.to1DArray()).toBeCloseRelative(
      Matrix.mul(Matrix.eye(n + m), 2)
        .sub(all)
        .to1DArray(),
      {
        relative: 0,
      },
    );
    expect(all.mmul(inverse).to1DArray()).toBeCloseRelative(Matrix.eye(n + m).to1DArray(), { relative: 0 });
    expect(phi).toEqual(layer(n, m).phi);
  });
});

describe("eigenvalues", () => {
  it("lists the input nodes first", () => {
    expect(eigenvalues([1, 2], [3])).toEqual(Float64Array.of(1, 2, 3));
  });
});

describe("transferOperator", () => {
  it("holds the spectra on its diagonal and the kernel below the input nodes", () => {
    // (1.5 − 0.5) · 2 = 2 and (2 − 0.5) · 3 = 4.5
    expect(transferOperator(new Matrix([[2, 3]]), [1.5, 2], [0.5]).to2DArray()).toEqual([
      [1.5, 0, 0],
      [0, 2, 0],
      [2, 4.5, 0.5],
    ]);
  });

  it.each(shapes)("is ΦΛΦ⁻¹, %d inputs to %d outputs", (n, m) => {
    const { phi, lambdaIn, lambdaOut } = layer(n, m);
    const Lambda = Matrix.diag([...eigenvalues(lambdaIn, lambdaOut)]);
    expect([eigenvectors(phi), Lambda, inverseEigenvectors(phi)]).toReconstruct(
      transferOperator(phi, lambdaIn, lambdaOut),
    );
  });

  it.each(shapes)("has the eigenpairs that ml-matrix finds, %d inputs to %d outputs", (n, m) => {
    const { phi, lambdaIn, lambdaOut } = layer(n, m);
    const found = new EigenvalueDecomposition(transferOperator(phi, lambdaIn, lambdaOut), {
      assumeSymmetric: false,
    });
    const vectors = eigenvectors(phi);
    const left = new Set(found.realEigenvalues.keys());
    eigenvalues(lambdaIn, lambdaOut).forEach((lambda, at) => {
      const gap = (i: number) => Math.abs(found.realEigenvalues[i]! - lambda);
      const match = [...left].reduce((best, i) => (gap(i) < gap(best) ? i : best));
      left.delete(match); // each of theirs answers one of ours
      expect(found.realEigenvalues[match]).toBeCloseRelative(lambda, { relative: 0, absolute: 1e-12 });
      expect(found.imaginaryEigenvalues[match]).toBe(0);
      // eigenvectors agree but for their length: ours has a 1 on the diagonal
      const theirs = found.eigenvectorMatrix.getColumn(match);
      const ours = vectors.getColumn(at);
      expect(theirs.map((x) => x / theirs[at]!)).toBeCloseRelative(ours, { relative: 1e-9, absolute: 1e-10 });
    });
  });

  it("refuses spectra that do not fit", () => {
    expect(() => transferOperator(new Matrix([[2, 3]]), [1], [0.5])).toThrow(ShapeError);
  });
});

describe("fromTransferOperator", () => {
  it.each(shapes)("undoes transferOperator, %d inputs to %d outputs", (n, m) => {
    const { phi, lambdaIn, lambdaOut } = layer(n, m);
    const operator = transferOperator(phi, lambdaIn, lambdaOut);
    const before = operator.clone();
    const parts = fromTransferOperator(operator, n);
    expect(operator).toEqual(before);
    expect(parts.lambdaIn).toEqual(lambdaIn);
    expect(parts.lambdaOut).toEqual(lambdaOut);
    expect(parts.kernel).toEqual(operator.subMatrix(n, n + m - 1, 0, n - 1));
    expect(parts.phi.to1DArray()).toBeCloseRelative(phi.to1DArray(), { relative: 1e-15 });
  });

  it("sets phi to 0 where equal eigenvalues leave it open", () => {
    const operator = transferOperator(new Matrix([[2, 3]]), [0.5, 2], [0.5]);
    expect(fromTransferOperator(operator, 2).phi.to2DArray()).toEqual([[0, 3]]);
  });

  it("refuses a kernel that no phi gives", () => {
    const operator = new Matrix([
      [2, 0],
      [1, 2],
    ]);
    expect(() => fromTransferOperator(operator, 1)).toThrow(
      new RangeError(
        "fromTransferOperator: no finite phi gives the kernel 1 in row 0, column 0, where lambdaIn is 2 and lambdaOut is 2",
      ),
    );
  });

  it.each([
    ["a difference that overflows", 1e308, 1, -1e308],
    ["a difference that overflows above a kernel of 0", 1e308, 0, -1e308],
    ["a phi that underflows", 1e300, 1e-300, 0],
  ])("refuses %s", (_, lambdaIn, w, lambdaOut) => {
    const operator = new Matrix([
      [lambdaIn, 0],
      [w, lambdaOut],
    ]);
    expect(() => fromTransferOperator(operator, 1)).toThrow(
      `fromTransferOperator: no finite phi gives the kernel ${w} in row 0, column 0, where lambdaIn is ${lambdaIn}`,
    );
  });

  it.each([
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
    [3, 2],
  ])("refuses an entry in row %d, column %d, outside the blocks", (i, j) => {
    const operator = transferOperator(Matrix.ones(2, 2), [1, 2], [3, 4]).set(i, j, 0.1);
    expect(() => fromTransferOperator(operator, 2)).toThrow(
      new RangeError(`fromTransferOperator: row ${i}, column ${j} must be 0 with 2 inputs, got 0.1`),
    );
  });

  it("refuses what is not square, not finite, or has no such inputs", () => {
    expect(() => fromTransferOperator(Matrix.zeros(2, 3), 1)).toThrow(
      new ShapeError("fromTransferOperator: needs a square operator, got 2×3"),
    );
    expect(() => fromTransferOperator(Matrix.eye(3).set(2, 0, NaN), 1)).toThrow(
      "fromTransferOperator: needs finite values, got NaN in row 2, column 0",
    );
    for (const inputs of [0, 3, 1.5, NaN]) {
      expect(() => fromTransferOperator(Matrix.eye(3), inputs)).toThrow(RangeError);
      expect(() => fromTransferOperator(Matrix.eye(3), inputs)).toThrow(
        new RegExp(`^fromTransferOperator: inputs.* 1 to 2, got ${inputs}$`),
      );
    }
  });
});
