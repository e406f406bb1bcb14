/**
 * What was published, as data: the settings of the accuracy and the sparse experiments, reference values, sources.
 *
 * @packageDocumentation
 */
export {
  datasetNames,
  datasetTitle,
  digitsSamples,
  methods,
  publishedLearningRates,
  publishedMethods,
  publishedSettings,
  sparseBias,
  sparseLearningRates,
  sparseMethods,
  sparseSettings,
  sparseWidth,
  type DatasetName,
  type Method,
  type TrainingPhase,
  type TrainingSettings,
} from "./settings.js";
export { abstractOfNatureCommunications, abstractOfPaper } from "./sources.js";
export { sparseReference } from "./sparse-reference.js";
