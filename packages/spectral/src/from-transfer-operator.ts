import { check, integer } from "@reciprocal/guards";
import { type AbstractMatrix, Matrix } from "ml-matrix";
import { ShapeError } from "./errors.js";
import { checkMatrixValues } from "./internal/check-matrix-values.js";

/** What a transfer operator is made of. */
export interface SpectralParts {
  /** λ_in, length n */
  lambdaIn: Float64Array;
  /** λ_out, length m */
  lambdaOut: Float64Array;
  /** w, m×n */
  kernel: Matrix;
  /** φ, m×n */
  phi: Matrix;
}

/**
 * The way back from `transferOperator`: the spectra, the kernel and the eigenvector block of a given operator.
 *
 * φ_ij = w_ij / (λ_in_j − λ_out_i). If both eigenvalues are equal, w_ij must be 0 and φ_ij is not determined: it
 * is set to 0. If they nearly are, φ_ij carries their rounding errors magnified. Differences that overflow and φ_ij
 * that underflow to 0 are refused: from them no kernel comes back.
 *
 * @param operator - A = [[diag(λ_in), 0], [w, diag(λ_out)]], (n+m)×(n+m); zeros must be exact; not modified
 * @param inputs - n
 * @throws {ShapeError} when `operator` is not square
 * @throws {RangeError} when `inputs` leaves no output, A has not that block structure, or no finite φ gives w
 * @throws {ConvergenceError} when an entry is not finite
 *
 * @example
 * import { Matrix } from "ml-matrix";
 * import { fromTransferOperator, transferOperator } from "@reciprocal/spectral";
 *
 * const operator = transferOperator(new Matrix([[2, 3]]), [1.5, 2], [0.5]);
 * const { lambdaIn, lambdaOut, phi } = fromTransferOperator(operator, 2);
 * console.log([...lambdaIn], [...lambdaOut], phi.to2DArray()); // => [ 1.5, 2 ] [ 0.5 ] [ [ 2, 3 ] ]
 */
export function fromTransferOperator(operator: AbstractMatrix, inputs: number): SpectralParts {
  const where = "fromTransferOperator";
  const size = operator.rows;
  if (operator.columns !== size) {
    throw new ShapeError(`${where}: needs a square operator, got ${size}×${operator.columns}`);
  }
  check(integer({ min: 1, max: size - 1 }), where, "inputs", inputs);
  checkMatrixValues(where, operator.to1DArray(), size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (i === j || (i >= inputs && j < inputs) || operator.get(i, j) === 0) continue;
      throw new RangeError(
        `${where}: row ${i}, column ${j} must be 0 with ${inputs} inputs, got ${operator.get(i, j)}`,
      );
    }
  }

  const diagonal = Float64Array.from(operator.diagonal());
  const lambdaIn = diagonal.slice(0, inputs);
  const lambdaOut = diagonal.slice(inputs);
  const kernel = operator.subMatrix(inputs, size - 1, 0, inputs - 1);
  const phi = Matrix.zeros(size - inputs, inputs);
  for (let i = 0; i < phi.rows; i++) {
    for (let j = 0; j < phi.columns; j++) {
      const w = kernel.get(i, j);
      const gap = lambdaIn[j]! - lambdaOut[i]!;
      const value = w === 0 ? 0 : w / gap;
      if (!(Number.isFinite(gap) && Number.isFinite(value) && (value === 0) === (w === 0))) {
        throw new RangeError(
          `${where}: no finite phi gives the kernel ${w} in row ${i}, column ${j}, ` +
            `where lambdaIn is ${lambdaIn[j]} and lambdaOut is ${lambdaOut[i]}`,
        );
      }
      phi.set(i, j, value);
    }
  }
  return { lambdaIn, lambdaOut, kernel, phi };
}
