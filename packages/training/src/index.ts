/**
 * Compiled training and inference of networks on ONNX Runtime.
 *
 * @packageDocumentation
 */
export {
  type Augment,
  type AugmentedBatch,
  type AugmentMoment,
  FileFormatError,
  type Loss,
  type Samples,
} from "@reciprocal/network";
export type { ClassWeights } from "./class-weights.js";
export { ConvergenceError, epochOrder, type EpochOrderOptions, ShapeError } from "@reciprocal/spectral";
export type { CheckpointEvery } from "./checkpoint/checkpoint-every.js";
export type { BestEpoch, Checkpoint, RunningEpoch } from "./checkpoint/checkpoint.js";
export { decodeCheckpoint } from "./checkpoint/decode-checkpoint.js";
export { encodeCheckpoint } from "./checkpoint/encode-checkpoint.js";
export type { FitSettings } from "./checkpoint/fit-settings.js";
export type { Engine, EngineOptions, OnnxRuntime, Session, TensorData } from "./engine/engine.js";
export { loadEngine } from "./engine/load-engine.js";
export { EarlyStopping, type EarlyStoppingOptions } from "./fit/early-stopping.js";
export { DivergenceError } from "./fit/divergence-error.js";
export type { EpochReport, StepReport } from "./fit/epoch-report.js";
export {
  findLearningRate,
  type FindLearningRateOptions,
  type LearningRateFinding,
  type LearningRatePoint,
} from "./fit/find-learning-rate.js";
export type { FitOptions } from "./fit/fit-options.js";
export { fitPhases, type FitPhasesOptions, type Phase } from "./fit/fit-phases.js";
export type { FitResult } from "./fit/fit-result.js";
export { fit, fitEpochs } from "./fit/loop.js";
export {
  cosineSchedule,
  type CosineScheduleOptions,
  type Progress,
  type Schedule,
  type ScheduleName,
  scheduleNames,
  stepSchedule,
  type StepScheduleOptions,
  warmupSchedule,
  type WarmupScheduleOptions,
} from "./fit/schedules.js";
export type { SampleStream } from "./fit/stream.js";
export { evaluate } from "./inference/evaluate.js";
export type { Evaluation } from "./inference/evaluator.js";
export type { EvaluateOptions, PredictOptions } from "./inference/options.js";
export { predict } from "./inference/predict.js";
export { createPredictor, type Predictor } from "./inference/predictor.js";
export type { FormName } from "@reciprocal/onnx";
export { type Adam, adam, type AdamW, adamW } from "./optimizers/adam.js";
export { type Adamax, adamax } from "./optimizers/adamax.js";
export type { OptimizerOptions, OptimizerSettings } from "./optimizers/create-optimizer.js";
export type { MomentOptions } from "./optimizers/moments.js";
export type { OptimizerGroup, OptimizerState } from "./optimizers/optimizer-state.js";
export { type Sgd, sgd } from "./optimizers/sgd.js";
export type { Penalties, Penalty, PenaltySettings } from "./penalties.js";
export type { DropoutRates } from "./trainer/dropout.js";
export type { TrainerOptions } from "./trainer/options.js";
export { createTrainer, type StepResult, type Trainer } from "./trainer/trainer.js";
