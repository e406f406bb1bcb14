export { installFastKernels, removeFastKernels } from "./kernels/fast-kernels.js";
export { startWasm, type StartWasmOptions } from "./kernels/start-wasm.js";
export type { MappingArguments } from "./layers/mapping-arguments.js";
export type { MatrixArgument } from "./layers/matrix-argument.js";
export { QrDense, qrDense, type QrDenseArgs } from "./layers/qr-dense.js";
export { registerLayers } from "./layers/register-layers.js";
export { SparseDense, sparseDense, type SparseDenseArgs } from "./layers/sparse-dense.js";
export { SpectralDense, spectralDense, type SpectralDenseArgs } from "./layers/spectral-dense.js";
export { SvdDense, svdDense, type SvdDenseArgs } from "./layers/svd-dense.js";
