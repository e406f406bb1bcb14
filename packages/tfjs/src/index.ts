export { installFastKernels, removeFastKernels } from "./kernels/fast-kernels.js";
