/**
 * Neural networks as plain data: shapes, kinds of layers, initial values, the reference forward pass, files and patches.
 *
 * @packageDocumentation
 */
export { type Activation, type ActivationFunction, activations, defaultSlope } from "./activation.js";
export { applyActivation } from "./apply-activation.js";
export { checkSamples, type CheckedSamples, countRows } from "./check-samples.js";
export { countParameters, type CountParametersOptions } from "./count-parameters.js";
export { ConvergenceError, ShapeError } from "@reciprocal/spectral";
export {
  createLayer,
  type CreateLayerOptions,
  createNetwork,
  type CreateNetworkOptions,
} from "./create-network.js";
export {
  decodeNetwork,
  decodeNetworkWithData,
  encodeNetwork,
  type NetworkWithData,
} from "./files/compact.js";
export {
  denseFromSafetensors,
  type DenseFromSafetensorsOptions,
  type DenseNames,
} from "./files/dense-safetensors.js";
export { FileFormatError } from "./files/error.js";
export { checkMadeEntries, type MadeMatrix } from "./files/made-matrices.js";
export { fromSafetensors, toSafetensors } from "./files/network-safetensors.js";
export type {
  DecodeOptions,
  EncodeNetworkOptions,
  EncodeOptions,
  MadeEntriesOptions,
  SpectraFormat,
} from "./files/options.js";
export { applyPatch, diffNetworks } from "./files/patch.js";
export { canonicalJson, parseCanonicalJson, type PlainData } from "./files/plain-data.js";
export { decodeSafetensors, encodeSafetensors, type Safetensors } from "./files/safetensors.js";
export { sealSafetensors } from "./files/sealed-safetensors.js";
export type { Tensor, TensorNumbers, TensorType } from "./files/tensor.js";
export { networkFromText, networkToText } from "./files/text.js";
export { formatSummary } from "./format-summary.js";
export { forward, type ForwardOptions } from "./forward.js";
export type { ActivationLayer } from "./kinds/activation.js";
export { dense, type DenseLayer, type DenseSpec } from "./kinds/dense.js";
export {
  type FieldName,
  isMapping,
  isReciprocal,
  type Layer,
  type LayerSpec,
  type MappingLayer,
  type ParameterName,
  type ReciprocalLayer,
} from "./kinds/index.js";
export { copyInputs, floatInputs } from "./inputs.js";
export type { InitialValues } from "./kinds/initial-values.js";
export type { FieldRole, FieldStorage, Trainable } from "./kinds/kind.js";
export type { MadeAs } from "./kinds/made-as.js";
export type { Mapping, MappingSpec } from "./kinds/mapping.js";
export type { ReciprocalMapping, ReciprocalSpec } from "./kinds/reciprocal.js";
export { type QrLayer, type QrSpec, sQr } from "./kinds/s-qr.js";
export { type Start, starts } from "./kinds/start.js";
export { sSvd, type SvdLayer, type SvdSpec } from "./kinds/s-svd.js";
export { type RandomPhi, spectral, type SpectralLayer, type SpectralSpec } from "./kinds/spectral.js";
export { type Field, layerFields } from "./layer-fields.js";
export { layerKernel } from "./layer-kernel.js";
export {
  inputSize,
  layerShapes,
  type LayerShapes,
  mappings,
  outputShape,
  outputSize,
  type PlacedMapping,
} from "./layer-shapes.js";
export { chooseLoss, lastActivation, type Loss, losses } from "./loss.js";
export { matrixDigest } from "./matrix/digest.js";
export { materialize } from "./matrix/materialize.js";
export type { MatrixSource, Recipe, RecipeSource, IndexSelection, StoredMatrix } from "./matrix/source.js";
export { submatrix } from "./matrix/submatrix.js";
export {
  type PackedTriangle,
  packTriangle,
  type Triangle,
  triangleOf,
  triangleRows,
  type TriangleRows,
  unpackTriangle,
} from "./matrix/triangle.js";
export type { Network } from "./network.js";
export { type ParameterId, parameterKey } from "./parameter-id.js";
export { type Parameter, parameters, trainableParameters } from "./parameters.js";
export { phiValues } from "./phi-values.js";
export { createPlainPredictor, type PlainPredictor } from "./plain-predictor.js";
export type {
  Augment,
  AugmentedBatch,
  AugmentMoment,
  Inputs,
  LabeledSamples,
  Samples,
  TargetedSamples,
  WeightedInputs,
} from "./samples.js";
export { type Shape, shapeSize } from "./shape.js";
export { type LayerSummary, type NetworkSummary, summary, type SummaryOptions } from "./summary.js";
export { toDense } from "./to-dense.js";
export { type DenseWeights, toSpectral } from "./to-spectral.js";
export { validateNetwork } from "./validate-network.js";
export { withLayers } from "./with-layers.js";
export { type ParameterUpdate, withParameters } from "./with-parameters.js";
export { type TrainableChoice, withTrainable } from "./with-trainable.js";
