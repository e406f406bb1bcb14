export { installFastKernels, removeFastKernels } from "./kernels/fast-kernels.js";
export { startWasm, type StartWasmOptions } from "./kernels/start-wasm.js";
