export { type Amount } from "./amount.js";
export { atRandom, type AtRandomOptions } from "./at-random.js";
export { bake } from "./bake.js";
export { byEigenvalue, type EigenvalueOptions } from "./by-eigenvalue.js";
export { byMagnitude } from "./by-magnitude.js";
export { byWeightNorm, type WeightNormOptions } from "./by-weight-norm.js";
export { forwardSparse } from "./forward-sparse.js";
export { mask, type MaskChoice } from "./mask.js";
export { networkSize, type NetworkSize } from "./network-size.js";
export { inputLayer, type NodeLayer, nodeLayers } from "./node-layers.js";
export {
  history,
  type MeasureOptions,
  type Measurement,
  type Metric,
  type Pruned,
  type Start,
  undo,
} from "./pruned.js";
export type { RankedChoice } from "./ranked-choice.js";
export { type LayerScores, type Ranking, relativeScores } from "./ranking.js";
export type { Removal } from "./removal.js";
export { selectInputs } from "./select-inputs.js";
export { shrink, type ShrinkOptions } from "./shrink.js";
export type { SparseLayer, SparseNetwork } from "./sparse-network.js";
export { sparseSize, type SparseSize } from "./sparse-size.js";
export { toSparse } from "./to-sparse.js";
