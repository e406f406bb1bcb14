import {
  getKernel,
  registerKernel,
  unregisterKernel,
  type KernelConfig,
  type KernelFunc,
} from "@tensorflow/tfjs-core";
import { fastBatchMatMul } from "./batch-mat-mul.js";
import { fastFusedMatMul } from "./fused-mat-mul.js";
import { fastGather } from "./gather.js";

/** Makes our kernel from the stock one. */
type Wrap = (stock: KernelFunc) => KernelFunc;

// The registry types every kernel alike; each of ours names the inputs and attributes that it really gets.
const wraps = Object.entries({
  BatchMatMul: fastBatchMatMul,
  _FusedMatMul: fastFusedMatMul,
  GatherV2: fastGather,
} as unknown as Record<string, Wrap>);

/** The stock kernel under each of ours. */
const stockUnder = new WeakMap<KernelConfig, KernelConfig>();

/**
 * Replaces three slow kernels of TensorFlow.js's wasm backend, so that unchanged code trains dense layers several times
 * faster: matrix products with a transpose (two for every dense layer in a backward pass), `tf.fused.matMul`, and the
 * gathering of rows (every batch of `model.fit`). Results are those of the stock kernels up to float32 rounding, except
 * if those are wrong: `tf.fused.matMul` with a transpose, with several pairs of matrices, or with a bias of length 1,
 * and products over an inner length of 0.
 *
 * Nothing but the registry of kernels is touched, through `tf.registerKernel`; other backends stay as they are. Call it
 * once at any time after the import of `@tensorflow/tfjs-backend-wasm`, before or after `tf.setBackend("wasm")`; calling
 * it again does nothing. {@link removeFastKernels} takes it back.
 *
 * Weak points: batches of matrix products (attention) and small products are as slow as before; while a product runs, it
 * holds a transposed copy of its inputs.
 *
 * @throws {Error} when the kernels of the wasm backend are not registered yet
 *
 * @example
 * import "@tensorflow/tfjs-backend-wasm";
 * import { installFastKernels } from "@reciprocal/tfjs";
 *
 * installFastKernels(); // before or after setBackend("wasm")
 */
export function installFastKernels(): void {
  const registered = wraps.map(([name, wrap]) => ({ stock: getKernel(name, "wasm"), wrap }));
  if (!registered.every(({ stock }) => stock)) {
    throw new Error(
      "installFastKernels: the kernels of the wasm backend must be registered first, found none; import @tensorflow/tfjs-backend-wasm",
    );
  }
  for (const { stock, wrap } of registered) {
    if (stockUnder.has(stock)) continue;
    const fast = { ...stock, kernelFunc: wrap(stock.kernelFunc) };
    stockUnder.set(fast, stock);
    replace(fast);
  }
}

/**
 * Puts the stock kernels back that {@link installFastKernels} replaced; without it, does nothing. A kernel that
 * was registered over ours since then stays.
 *
 * @example
 * import "@tensorflow/tfjs-backend-wasm";
 * import { installFastKernels, removeFastKernels } from "@reciprocal/tfjs";
 *
 * installFastKernels();
 * removeFastKernels(); // the stock kernels are back
 */
export function removeFastKernels(): void {
  for (const [name] of wraps) {
    const current = getKernel(name, "wasm");
    const stock = current && stockUnder.get(current);
    if (stock) replace(stock);
  }
}

function replace(kernel: KernelConfig): void {
  unregisterKernel(kernel.kernelName, kernel.backendName); // registering over a kernel prints a warning
  registerKernel(kernel);
}
