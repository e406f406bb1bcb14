import { matrixProduct, multiply, type Value } from "@reciprocal/graph";
import type { Triangle } from "@reciprocal/network";
import { lowerTimes, timesUpper } from "./triangular-product.js";

/** One factor of φ = F_p ⋯ F_2 F_1. It is frozen if it is a constant. */
export type Factor = MatrixFactor | DiagonalFactor;

interface MatrixFactor {
  readonly kind: "matrix";
  /** The factor as stored: out × in, or in × out if `transposed`. */
  readonly value: Value;
  readonly transposed: boolean;
  /** Which half of it may be other than zero. Default both. */
  readonly triangle?: Triangle;
}

interface DiagonalFactor {
  readonly kind: "diagonal";
  readonly value: Value;
}

export const matrixFactor = (
  value: Value,
  options: Partial<Pick<MatrixFactor, "transposed" | "triangle">> = {},
): MatrixFactor => ({ kind: "matrix", value, transposed: false, ...options });

export const diagonalFactor = (value: Value): DiagonalFactor => ({ kind: "diagonal", value });

/** x Fᵀ for a batch of rows x: the factor applied to every sample; the last matrix product adds `plus`. */
export function applyFactors(factors: readonly Factor[], x: Value, plus?: Value): Value {
  return factors.reduce<Value>((y, factor, i) => {
    if (factor.kind === "diagonal") return multiply(y, factor.value);
    const isLast = i === factors.length - 1;
    return matrixProduct(y, factor.value, {
      transposeB: !factor.transposed,
      plus: isLast ? plus : undefined,
    });
  }, x);
}

/** φ itself, m×n; the last factor is never stored transposed nor diagonal, and only it may be a lower triangle. */
export function formProduct(factors: readonly Factor[]): Value {
  const last = factors.at(-1)!;
  return factors.slice(0, -1).reduceRight<Value>((product, factor) => {
    if (factor.kind === "diagonal") return multiply(product, factor.value);
    if (factor.triangle === "upper") return timesUpper(product, factor.value);
    if (last.kind === "matrix" && last.triangle === "lower") return lowerTimes(product, factor.value);
    return matrixProduct(product, factor.value, { transposeB: factor.transposed });
  }, last.value);
}
