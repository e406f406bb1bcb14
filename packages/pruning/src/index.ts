export { type Amount } from "./amount.js";
export { atRandom, type AtRandomOptions } from "./at-random.js";
export { bake } from "./bake.js";
export { byActivation, type ActivationOptions } from "./by-activation.js";
export { byEigenvalue, type EigenvalueOptions } from "./by-eigenvalue.js";
export { byLossEffect, type LossEffectOptions } from "./by-loss-effect.js";
export { byMagnitude } from "./by-magnitude.js";
export { byWeightNorm, type WeightNormOptions } from "./by-weight-norm.js";
export { forwardSparse } from "./forward-sparse.js";
export { mask, type MaskChoice } from "./mask.js";
export { networkOf } from "./network-of.js";
export { networkSize, type NetworkSize } from "./network-size.js";
export { inputLayer, type NodeLayer, nodeLayers } from "./node-layers.js";
export { cubicPercentiles, linearPercentiles, type PercentilesOptions } from "./percentiles.js";
export { permutationImportance, type PermutationImportanceOptions } from "./permutation-importance.js";
export { precisionAtK } from "./precision-at-k.js";
export { pruneAfterTraining, type PruneAfterTrainingOptions } from "./prune-after-training.js";
export { pruneBeforeTraining, type PruneBeforeTrainingOptions } from "./prune-before-training.js";
export { pruneInSteps, type PruneInStepsOptions } from "./prune-in-steps.js";
export {
  history,
  type MeasureOptions,
  type Measurement,
  type Metric,
  type Pruned,
  type Start,
  undo,
} from "./pruned.js";
export { type InputRanking, rankInputs, type RankInputsOptions } from "./rank-inputs.js";
export type { RankedChoice } from "./ranked-choice.js";
export { type LayerScores, type Ranking, relativeScores } from "./ranking.js";
export { relevanceChart, type RelevanceChartOptions } from "./relevance-chart.js";
export { relevancePicture, type RelevancePictureOptions } from "./relevance-picture.js";
export type { Removal } from "./removal.js";
export type { Samples } from "./samples.js";
export { selectInputs } from "./select-inputs.js";
export { shrink, type ShrinkOptions } from "./shrink.js";
export type { SparseLayer, SparseNetwork } from "./sparse-network.js";
export { sparseSize, type SparseSize } from "./sparse-size.js";
export { toSparse } from "./to-sparse.js";
export type { Train, TrainingStage } from "./train.js";
export { trainSparse, type TrainSparseOptions } from "./train-sparse.js";
