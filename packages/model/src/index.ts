/**
 * From rows and images to answers: a model is a network and what was learnt from the data beside it, in one file.
 *
 * @packageDocumentation
 */
export type { Answer, ClassAnswer, LabelsAnswer, NumberAnswer } from "./answers/answer.js";
export { ModelInputError } from "./errors.js";
export { evaluateModel, type EvaluateModelOptions } from "./evaluate-model.js";
export { decodeModel, encodeModel } from "./files/model-file.js";
export { modelFromSafetensors, modelToSafetensors } from "./files/model-safetensors.js";
export type { ImageSource } from "./images/image-encoder.js";
export type { PixelSource } from "./images/pixel-source.js";
export {
  type ClassMeasures,
  classMeasures,
  type ClassMeasuresOptions,
  type ClassScores,
  type MacroScores,
} from "./measures/class-measures.js";
export { formatMeasures } from "./measures/format-measures.js";
export type { Measures } from "./measures/measures.js";
export { type LabelMeasures, labelMeasures, type LabelMeasuresOptions } from "./measures/label-measures.js";
export { type NumberMeasures, numberMeasures } from "./measures/number-measures.js";
export { createModel, type Model } from "./model.js";
export {
  type NetworkPredictor,
  type NumbersSource,
  type OpenedModel,
  openModel,
  type OpenModelOptions,
} from "./open-model.js";
export type {
  ColumnSpec,
  ImageInput,
  InputSpec,
  NumberColumnSpec,
  NumbersInput,
  TableInput,
  WordColumnSpec,
} from "./specs/input-spec.js";
export type { ClassesOutput, LabelsOutput, NumberOutput, OutputSpec } from "./specs/output-spec.js";
export type { ReadRowsOptions } from "./table/read-rows.js";
export type { Row, TableSource } from "./table/table-source.js";
