/**
 * Layers for TensorFlow.js that train in reciprocal space or behind a dynamic mask, and conversion between layers models
 * and networks.
 *
 * @packageDocumentation
 */
export { fromLayersModel } from "./conversion/from-layers-model.js";
export { toDenseLayersModel } from "./conversion/to-dense-layers-model.js";
export { toLayersModel } from "./conversion/to-layers-model.js";
export { folderHandler, type FolderHandlerOptions } from "./files/folder-handler.js";
export { ModelFileError } from "./files/model-file-error.js";
export { readLayersModel, type ReadLayersModelOptions } from "./files/read-layers-model.js";
export { installFastKernels, removeFastKernels } from "./kernels/fast-kernels.js";
export { startWasm, type StartWasmOptions } from "./kernels/start-wasm.js";
export { SparseDense, sparseDense, type SparseDenseArgs } from "./kinds/dense.js";
export { HardSwish, hardSwish } from "./kinds/hard-swish.js";
export { QrDense, qrDense, type QrDenseArgs } from "./kinds/s-qr.js";
export { SvdDense, svdDense, type SvdDenseArgs } from "./kinds/s-svd.js";
export { SpectralDense, spectralDense, type SpectralDenseArgs } from "./kinds/spectral.js";
export type { Constraint, Initializer, KerasArgument, Regularizer } from "./mapping/keras-objects.js";
export type {
  ActivationName,
  GroupArguments,
  LayerArguments,
  MappingArguments,
} from "./mapping/mapping-arguments.js";
export type { KindOfMapping } from "./mapping/mapping-definition.js";
export { Mapping } from "./mapping/mapping.js";
export type { MatrixArgument, SeedlessRecipe } from "./mapping/matrix-argument.js";
export type { ReciprocalArguments } from "./mapping/reciprocal-form.js";
export { registerLayers } from "./register-layers.js";
export { adamax, type AdamaxOptions } from "./training/adamax.js";
export { AdamaxOptimizer } from "./training/adamax-optimizer.js";
export { setTrainable } from "./training/set-trainable.js";
