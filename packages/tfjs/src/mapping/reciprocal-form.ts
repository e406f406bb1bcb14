import { add, mul, neg, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { spectralKernel } from "../operators/spectral-kernel.js";
import { applyFactors, type Factor, formFactors } from "./factor.js";
import { formCosts } from "./form-costs.js";
import type { GroupArguments, MappingArguments } from "./mapping-arguments.js";
import type { Form, Operands } from "./mapping-definition.js";

/** What the layers with eigenvalues take beside `MappingArguments`. */
export interface ReciprocalArguments extends MappingArguments, GroupArguments<"lambdaIn" | "lambdaOut"> {}

/**
 * A layer w_ij = (λ_in_j − λ_out_i) φ_ij (arXiv:2106.09021); the kinds differ in how φ is made. Without a mask it is
 * computed in the form that costs less for the batch that comes (see `formCosts`).
 *
 * @param factors - φᵀ, [in, out], as a product: the factor that x meets first comes first
 */
export function reciprocalForm(operands: Operands, factors: readonly Factor[]): Form {
  const lambdaIn = operands.operand<Tensor1D>("lambdaIn");
  const lambdaOut = operands.operand<Tensor1D>("lambdaOut");
  const isZero = operands.isConstant("lambdaIn");
  return {
    kernel: () => spectralKernel({ phi: formFactors(factors), lambdaIn, lambdaOut }),
    apply(x) {
      const { formed, applied } = formCosts({
        batch: x.shape[0],
        factors,
        inputs: x.shape[1],
        outputs: lambdaOut.value.size,
        lambdaIn: isZero ? "zero" : lambdaIn.isTrained ? "trained" : "frozen",
        isLambdaOutTrained: lambdaOut.isTrained,
      });
      if (applied >= formed) return undefined;
      const inhibited = mul<Tensor2D>(applyFactors(x, factors), neg(lambdaOut.value));
      if (isZero) return inhibited;
      return add(applyFactors(mul(x, lambdaIn.value), factors), inhibited);
    },
  };
}
