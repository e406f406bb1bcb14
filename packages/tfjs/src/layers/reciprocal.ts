import { add, mul, neg, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { spectralKernel } from "../operators/spectral-kernel.js";
import { applyFactors, type Factor, formFactors } from "./factor.js";
import { formCosts } from "./form-costs.js";
import { Mapping } from "./mapping.js";
import type { GroupArguments, MappingArguments } from "./mapping-arguments.js";

/** What the layers with eigenvalues take beside `MappingArguments`. */
export interface ReciprocalArguments extends MappingArguments, GroupArguments<"lambdaIn" | "lambdaOut"> {}

/**
 * A layer w_ij = (λ_in_j − λ_out_i) φ_ij (arXiv:2106.09021); the kinds differ in how φ is made. Without a mask it is
 * computed in the form that costs less for the batch that comes (see `formCosts`).
 */
export abstract class Reciprocal extends Mapping {
  /** φᵀ, [in, out], as a product: the factor that x meets first comes first. */
  protected abstract factors(): readonly Factor[];

  protected override formKernel(factors = this.factors()): Tensor2D {
    return spectralKernel({
      phi: formFactors(factors),
      lambdaIn: this.operand<Tensor1D>("lambdaIn"),
      lambdaOut: this.operand<Tensor1D>("lambdaOut"),
    });
  }

  protected override transform(x: Tensor2D): Tensor2D {
    const factors = this.factors();
    if (!this.#isApplied(x, factors)) return this.multiply(x, this.formKernel(factors));
    const inhibited = mul<Tensor2D>(applyFactors(x, factors), neg(this.operand("lambdaOut").value));
    if (this.isConstant("lambdaIn")) return inhibited;
    const excited = applyFactors(mul(x, this.operand("lambdaIn").value), factors);
    return add(excited, inhibited);
  }

  #isApplied(x: Tensor2D, factors: readonly Factor[]): boolean {
    if (this.sparsity > 0) return false;
    const [batch, inputs] = x.shape;
    const isLambdaInTrained = this.isTrained("lambdaIn");
    const { formed, applied } = formCosts({
      batch,
      factors,
      inputs,
      outputs: this.units,
      lambdaIn: this.isConstant("lambdaIn") ? "zero" : isLambdaInTrained ? "trained" : "frozen",
      isLambdaOutTrained: this.isTrained("lambdaOut"),
    });
    return applied < formed;
  }
}
