export { FileFormatError } from "@reciprocal/network";
export { ConvergenceError, ShapeError } from "@reciprocal/spectral";
export type { BestEpoch, Checkpoint, RunningEpoch } from "./checkpoint.js";
export type { CheckpointEvery } from "./checkpoint-every.js";
export { decodeCheckpoint } from "./decode-checkpoint.js";
export type { EarlyStoppingOptions } from "./early-stopping.js";
export type { Engine, EngineOptions, OnnxRuntime, Session, TensorData } from "./engine/engine.js";
export { loadEngine } from "./engine/load-engine.js";
export {
  evaluate,
  predict,
  type EvaluateOptions,
  type Evaluation,
  type InferenceOptions,
} from "./evaluate.js";
export { encodeCheckpoint } from "./encode-checkpoint.js";
export type { EpochReport } from "./epoch-report.js";
export { fit, fitEpochs, type FitOptions, type FitResult } from "./fit.js";
export type { FitSettings } from "./fit-settings.js";
export type { Loss } from "./losses.js";
export type { FormName } from "@reciprocal/onnx";
export type { OptimizerGroup, OptimizerState } from "./optimizers/optimizer-state.js";
export type { Adam, Adamax, AdamW, OptimizerOptions, Sgd } from "./optimizers/optimizer.js";
export type { Penalties, Penalty } from "./penalties.js";
export type { Samples } from "./samples.js";
export { cosineSchedule, stepSchedule, warmupSchedule, type Progress, type Schedule } from "./schedules.js";
export { createTrainer, type StepResult, type Trainer, type TrainerOptions } from "./trainer.js";
