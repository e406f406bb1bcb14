import { mul, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { product } from "../operators/product.js";
import type { Operand } from "../operators/spectral-kernel.js";

/** One factor of φᵀ. */
export type Factor =
  ({ readonly kind: "matrix" } & Operand<Tensor2D>) | ({ readonly kind: "diagonal" } & Operand<Tensor1D>);

/** x times each factor in turn, [batch, out]. */
export function applyFactors(factors: readonly Factor[], x: Tensor2D): Tensor2D {
  return factors.reduce<Tensor2D>(
    (y, factor) =>
      factor.kind === "diagonal"
        ? mul(y, factor.value)
        : product(y, factor.value, { isRightTrained: factor.isTrained }),
    x,
  );
}

/** φᵀ itself, [in, out]; the first factor is a matrix. */
export function formFactors(factors: readonly Factor[]): Operand<Tensor2D> {
  const [first, ...rest] = factors;
  return {
    value: applyFactors(rest, first!.value as Tensor2D),
    isTrained: factors.some(({ isTrained }) => isTrained),
  };
}
