export { type Activation, activations } from "./activation.js";
export { applyActivation } from "./apply-activation.js";
export { countParameters, type CountParametersOptions } from "./count-parameters.js";
export { ConvergenceError, ShapeError } from "@reciprocal/spectral";
export { createNetwork, type CreateNetworkOptions } from "./create-network.js";
export type { DenseSpec } from "./dense-layer.js";
export { applyPatch } from "./files/apply-patch.js";
export { decodeNetwork, type DecodeOptions } from "./files/decode-network.js";
export {
  denseFromSafetensors,
  type DenseFromSafetensorsOptions,
  type DenseNames,
} from "./files/dense-from-safetensors.js";
export { diffNetworks } from "./files/diff-networks.js";
export { encodeNetwork, type EncodeOptions } from "./files/encode-network.js";
export { FileFormatError } from "./files/file-format-error.js";
export { type DenseWeights, fromDense } from "./files/from-dense.js";
export { networkFromSafetensors } from "./files/network-from-safetensors.js";
export { networkFromText } from "./files/network-from-text.js";
export { networkToSafetensors } from "./files/network-to-safetensors.js";
export { networkToText } from "./files/network-to-text.js";
export { readSafetensors, type Safetensors } from "./files/read-safetensors.js";
export type { SpectraFormat } from "./files/spectra-format.js";
export type { Tensor, TensorNumbers, TensorType } from "./files/tensor.js";
export { writeSafetensors } from "./files/write-safetensors.js";
export { formatSummary } from "./format-summary.js";
export { forward, type ForwardOptions } from "./forward.js";
export type { InitialValues } from "./initial-values.js";
export { layerKernel } from "./layer-kernel.js";
export type { ParameterRole } from "./layer-kind.js";
export {
  inputSize,
  isMapping,
  layerShapes,
  type LayerShapes,
  mappings,
  outputShape,
  outputSize,
  type PlacedMapping,
} from "./layer-shapes.js";
export type { LayerSpec } from "./layer-kinds.js";
export type { MappingSpec } from "./mapping-kind.js";
export { materialize } from "./materialize.js";
export { matrixDigest } from "./matrix-digest.js";
export type { MatrixSource, Recipe, RecipeSource, Selection } from "./matrix-source.js";
export type {
  ActivationLayer,
  DenseLayer,
  Layer,
  MappingLayer,
  Network,
  ParameterName,
  QrLayer,
  SpectralLayer,
  SvdLayer,
  Trainable,
} from "./network.js";
export { type ParameterId, parameterKey } from "./parameter-id.js";
export { type Parameter, parameters, trainableParameters } from "./parameters.js";
export { phiValues } from "./phi-values.js";
export type { QrSpec } from "./qr-layer.js";
export type { ReciprocalLayer, ReciprocalSpec } from "./reciprocal-kind.js";
export type { LabeledSamples, Loss, Samples, TargetedSamples } from "./samples.js";
export { type Shape, shapeSize } from "./shape.js";
export type { SpectralSpec } from "./spectral-layer.js";
export { submatrix } from "./submatrix.js";
export { type LayerSummary, type NetworkSummary, summary } from "./summary.js";
export type { SvdSpec } from "./svd-layer.js";
export { toDense } from "./to-dense.js";
export { packTriangle, type Triangle, triangleOf, unpackTriangle } from "./triangle.js";
export { validateNetwork } from "./validate-network.js";
export { withLayers } from "./with-layers.js";
export { type ParameterUpdate, withParameters } from "./with-parameters.js";
export { type TrainableChoice, withTrainable } from "./with-trainable.js";
