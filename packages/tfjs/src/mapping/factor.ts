import { mul, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import type { Operand } from "../operators/operand.js";
import { product } from "../operators/product.js";

/** One factor of φᵀ. */
export type Factor =
  ({ readonly kind: "matrix" } & Operand<Tensor2D>) | ({ readonly kind: "diagonal" } & Operand<Tensor1D>);

/** x times each factor in turn, [rows of x, out]. */
export function applyFactors(x: Tensor2D, factors: readonly Factor[]): Tensor2D {
  return factors.reduce<Tensor2D>(
    (y, factor) =>
      factor.kind === "diagonal"
        ? mul(y, factor.value)
        : product(y, factor.value, {
            isRightTrained: factor.isTrained,
            rightTransposed: factor.transposed,
          }),
    x,
  );
}

/** φᵀ itself, [in, out]; the first factor is a matrix. */
export function formFactors([first, ...rest]: readonly Factor[]): Operand<Tensor2D> {
  return {
    value: applyFactors(first!.value as Tensor2D, rest),
    isTrained: [first!, ...rest].some(({ isTrained }) => isTrained),
  };
}
