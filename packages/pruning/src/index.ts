/**
 * Pruning that makes networks smaller: rankings, masks, removal of nodes, schedules, sparse networks, and the relevance of
 * inputs.
 *
 * @packageDocumentation
 */
export type { Loss, Samples } from "@reciprocal/network";
export { bake } from "./bake.js";
export type { Amount } from "./choose/amount.js";
export type { Metric } from "./choose/metric.js";
export type { RankedChoice } from "./choose/ranked-choice.js";
export type { Removal } from "./choose/removal.js";
export {
  permutationImportance,
  type PermutationImportanceOptions,
} from "./features/permutation-importance.js";
export { precisionAtK } from "./features/precision-at-k.js";
export { type InputRanking, rankInputs, type RankInputsOptions } from "./features/rank-inputs.js";
export { selectInputs } from "./features/select-inputs.js";
export { mask, type MaskChoice } from "./mask.js";
export { maskWithinDrop, type MaskWithinDropOptions, type MaxDrop } from "./mask-within-drop.js";
export { networkSize, type NetworkSize } from "./network-size.js";
export { inputLayer, type NodeLayer, nodeLayers } from "./node-layers.js";
export { atRandom, type AtRandomOptions } from "./ranking/at-random.js";
export { byActivation, type ActivationOptions } from "./ranking/by-activation.js";
export { byEigenvalue, type EigenvalueOptions } from "./ranking/by-eigenvalue.js";
export { byLossEffect, type LossEffectOptions } from "./ranking/by-loss-effect.js";
export { byMagnitude } from "./ranking/by-magnitude.js";
export { byWeightNorm, type WeightNormOptions } from "./ranking/by-weight-norm.js";
export { type LayerScores, type Ranking, relativeScores } from "./ranking/ranking.js";
export type { AmountOrDrop, ScheduledChoice } from "./schedules/amount-or-drop.js";
export { cubicPercentiles, linearPercentiles, type PercentilesOptions } from "./schedules/percentiles.js";
export { pruneAfterTraining, type PruneAfterTrainingOptions } from "./schedules/prune-after-training.js";
export { pruneBeforeTraining, type PruneBeforeTrainingOptions } from "./schedules/prune-before-training.js";
export { pruneInSteps, type PruneInStepsOptions } from "./schedules/prune-in-steps.js";
export type { Train, TrainingStage } from "./schedules/train.js";
export { trainSparse, type TrainSparseOptions } from "./schedules/train-sparse.js";
export { refactor } from "./refactor.js";
export { keptInputs, shrink, type ShrinkOptions } from "./shrink.js";
export { forwardSparse } from "./sparse/forward-sparse.js";
export type { SparseLayer, SparseNetwork } from "./sparse/sparse-network.js";
export { sparseSize, type SparseSize } from "./sparse/sparse-size.js";
export { toSparse } from "./sparse/to-sparse.js";
