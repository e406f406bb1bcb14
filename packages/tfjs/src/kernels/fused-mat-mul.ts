import type { NamedAttrMap, TensorInfo, _FusedMatMulAttrs, _FusedMatMulInputs } from "@tensorflow/tfjs-core";
import { isMatrix } from "./is-matrix.js";
import { runKernel, type Kernel } from "./wasm-backend.js";

/** The kernel of every activation that `stock` knows. */
const activationKernels = new Map([
  ["relu", "Relu"],
  ["relu6", "Relu6"],
  ["elu", "Elu"],
  ["sigmoid", "Sigmoid"],
  ["leakyrelu", "LeakyRelu"],
  ["prelu", "Prelu"],
]);

/**
 * activation(A·B + bias) as three kernels; by `stock` if that is right: one product without a transpose, of an inner
 * length above 0, with a bias for each column or none. Elsewhere `stock` takes bias number i for the i-th number of the
 * whole result (with a transpose, or several pairs of matrices), adds the bias and applies the activation again for every
 * 48 of the inner length, or reads past the end of a bias of length 1.
 */
export function fastFusedMatMul(
  stock: Kernel<_FusedMatMulInputs, _FusedMatMulAttrs>,
): Kernel<_FusedMatMulInputs, _FusedMatMulAttrs> {
  return (call) => {
    const { inputs, backend, attrs } = call;
    const { a, b, bias, preluActivationWeights: alpha } = inputs;
    const { transposeA, transposeB, activation, leakyreluAlpha = 0 } = attrs;
    const activationKernel = activationKernels.get(activation);
    if (isPlain(inputs, attrs) || (activation !== "linear" && !activationKernel)) return stock(call);

    let result = runKernel("BatchMatMul", { a, b }, backend, { transposeA, transposeB });
    const replaceBy = (
      kernel: string,
      others: Record<string, TensorInfo>,
      given: NamedAttrMap = {},
    ): void => {
      const next = runKernel(kernel, others, backend, given);
      backend.disposeData(result.dataId);
      result = next;
    };
    if (bias) replaceBy("Add", { a: result, b: bias });
    if (activationKernel) {
      replaceBy(activationKernel, { x: result, ...(alpha && { alpha }) }, { alpha: leakyreluAlpha });
    }
    return result;
  };
}

function isPlain({ a, b, bias }: _FusedMatMulInputs, { transposeA, transposeB }: _FusedMatMulAttrs): boolean {
  if (transposeA || transposeB || !isMatrix(a) || !isMatrix(b) || a.shape.at(-1) === 0) return false;
  return !bias || (bias.shape.length === 1 && bias.shape[0] === b.shape.at(-1));
}
