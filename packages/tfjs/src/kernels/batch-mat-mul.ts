import type { BatchMatMulAttrs, TensorInfo } from "@tensorflow/tfjs-core";
import { isMatrix } from "./is-matrix.js";
import { runKernel, type Kernel, type WasmBackend } from "./wasm-backend.js";

interface Pair {
  a: TensorInfo;
  b: TensorInfo;
}

/**
 * A·B, AᵀB, ABᵀ and AᵀBᵀ by the one product that the wasm backend does fast: transposes first and then runs `stock`
 * without a transpose (XNNPACK); with one, `stock` is a scalar loop. Products of several pairs of matrices, and those too
 * small to gain (`transposingPays`), are left to `stock`.
 *
 * An inner length of 0 gives zeros, where `stock` without a transpose leaves what the memory held before.
 */
export function fastBatchMatMul(stock: Kernel<Pair, BatchMatMulAttrs>): Kernel<Pair, BatchMatMulAttrs> {
  return (call) => {
    const { inputs, backend, attrs } = call;
    const pays = transposingPays(inputs, attrs);
    const a = pays && attrs.transposeA ? transpose(inputs.a, backend) : inputs.a;
    const b = pays && attrs.transposeB ? transpose(inputs.b, backend) : inputs.b;
    const product = pays
      ? stock({ inputs: { a, b }, backend, attrs: { transposeA: false, transposeB: false } })
      : stock(call);
    if (a !== inputs.a) backend.disposeData(a.dataId);
    if (b !== inputs.b) backend.disposeData(b.dataId);
    if (inputs.a.shape.at(attrs.transposeA ? -2 : -1) === 0) backend.typedArrayFromHeap(product).fill(0);
    return product;
  };
}

/**
 * In units of one multiplication of the scalar loop, the other way costs up to 8 for every number that a transpose moves
 * and 8,192 for its calls; its product is all but free. Measured with SIMD for shapes from 1×1 to 2000×2000.
 */
function transposingPays({ a, b }: Pair, { transposeA, transposeB }: BatchMatMulAttrs): boolean {
  if (!(transposeA || transposeB) || !isMatrix(a) || !isMatrix(b)) return false;
  const inner = a.shape.at(transposeA ? -2 : -1)!;
  const isValid =
    a.dtype === "float32" && b.dtype === "float32" && inner === b.shape.at(transposeB ? -1 : -2);
  if (!isValid) return false; // the error is the stock kernel's

  const multiplications = a.shape.at(transposeA ? -1 : -2)! * inner * b.shape.at(transposeB ? -2 : -1)!;
  const moved = (transposeA ? movedBy(a) : 0) + (transposeB ? movedBy(b) : 0);
  return multiplications >= 8 * moved + 8192;
}

/** How many numbers a transpose moves: none if an axis has length 1. */
function movedBy({ shape }: TensorInfo): number {
  const [rows, columns] = [shape.at(-2)!, shape.at(-1)!];
  return rows === 1 || columns === 1 ? 0 : rows * columns;
}

/** Swaps the last two axes; the caller disposes of the result. */
function transpose(x: TensorInfo, backend: WasmBackend): TensorInfo {
  const perm = x.shape.map((_, axis) => axis);
  perm.push(...perm.splice(-2).reverse());
  return runKernel("Transpose", { x }, backend, { perm });
}
