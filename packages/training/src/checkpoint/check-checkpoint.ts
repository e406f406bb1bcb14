import {
  flag,
  instance,
  integer,
  isObject,
  limit,
  list,
  number,
  object,
  oneOf,
  options,
  type OptionTable,
  type Rule,
  rule,
  show,
  text,
} from "@reciprocal/guards";
import { losses, type Network, validateNetwork } from "@reciprocal/network";
import { classWeightsRule } from "../class-weights.js";
import { stoppingTable } from "../fit/early-stopping.js";
import type { EpochReport } from "../fit/epoch-report.js";
import { optimizerRule } from "../optimizers/create-optimizer.js";
import type { OptimizerGroup, OptimizerState } from "../optimizers/optimizer-state.js";
import { penaltyOptions } from "../penalties.js";
import { dropoutRule } from "../trainer/dropout.js";
import type { BestEpoch, Checkpoint, RunningEpoch } from "./checkpoint.js";
import type { FitSettings } from "./fit-settings.js";

// What comes from a file is read by the same tables as what comes from a caller, and what they do not name is refused.

/** NaN and infinities too, as a loss may be one. */
const anyNumber = () => rule<number>("a number", (value) => (typeof value === "number" ? undefined : "type"));

const report = options(
  () =>
    ({
      epoch: integer({ min: 1 }),
      epochs: anyNumber(),
      steps: integer({ min: 1 }),
      loss: anyNumber(),
      accuracy: anyNumber().optional(),
      validationLoss: anyNumber().optional(),
      validationAccuracy: anyNumber().optional(),
      learningRate: anyNumber(),
      seconds: anyNumber(),
    }) satisfies OptionTable<EpochReport>,
);

const runningEpoch = options(
  () =>
    ({
      steps: integer({ min: 0 }),
      samples: anyNumber().optional(),
      lossSum: anyNumber(),
      correct: anyNumber().optional(),
      learningRate: anyNumber(),
      seconds: anyNumber(),
    }) satisfies OptionTable<RunningEpoch>,
);

const group = options(
  () =>
    ({
      layer: integer({ min: 0 }),
      name: text() as Rule<OptimizerGroup["name"]>,
      slots: list(instance(Float32Array)),
    }) satisfies OptionTable<OptimizerGroup>,
);

const optimizerState = options(
  () => ({ steps: integer({ min: 0 }), groups: list(group.rule) }) satisfies OptionTable<OptimizerState>,
);

const bestEpoch = options(
  () =>
    ({
      epoch: integer({ min: 1 }),
      network: object<Network>("a network"),
    }) satisfies OptionTable<BestEpoch>,
);

type Stopping = NonNullable<FitSettings["earlyStopping"]>;

const stopping = options(() => {
  const { monitor, minDelta } = stoppingTable();
  return {
    monitor: monitor.rule,
    minDelta: minDelta.rule,
    restoreBest: flag(),
  } satisfies OptionTable<Stopping>;
});

const fitSettings = options(
  () =>
    ({
      network: text(),
      samples: text(),
      validation: text().optional(),
      loss: oneOf(losses),
      batchSize: integer({ min: 1 }),
      seed: integer({ min: 0 }),
      shuffle: flag(),
      optimizer: optimizerRule(),
      penalties: penaltyOptions.rule,
      earlyStopping: stopping.rule.optional(),
      precomputeLimitBytes: limit({ min: 0 }),
      labelSmoothing: number({ min: 0 }).optional(),
      classWeights: classWeightsRule().optional(),
      dropout: dropoutRule().optional(),
      clipNorm: number({ min: 0 }).optional(),
      augment: rule<true>("true", (value) => (value === true ? undefined : "type")).optional(),
    }) satisfies OptionTable<FitSettings>,
);

const engine = options(() => ({ name: text(), version: text() }) satisfies OptionTable<Checkpoint["engine"]>);

const parts = options(
  () =>
    ({
      network: object<Network>("a network"),
      optimizer: optimizerState.rule,
      history: list(report.rule),
      running: runningEpoch.rule,
      best: bestEpoch.rule.optional(),
      settings: fitSettings.rule,
      engine: engine.rule,
    }) satisfies OptionTable<Checkpoint>,
);

/**
 * Checks what can be checked of a checkpoint by itself; which groups and sizes the optimizer has is checked where it is used.
 *
 * @param where - for the errors
 * @throws {TypeError | RangeError | ShapeError} if it is not a checkpoint, has a field that is not known, or its parts do not
 *   fit each other
 */
export function checkCheckpoint(where: string, checkpoint: Checkpoint): void {
  if (!(isObject(checkpoint) && "network" in checkpoint)) {
    const hint =
      (checkpoint as unknown) instanceof Uint8Array ? "; decodeCheckpoint reads the bytes of one" : "";
    throw new TypeError(`${where}: needs a checkpoint, got ${show(checkpoint)}${hint}`);
  }
  const { network, optimizer, history, running, best } = parts.read(where, checkpoint);
  validateNetwork(network);
  history.forEach(({ epoch }, index) => {
    if (epoch === index + 1) return;
    throw new RangeError(`${where}: report ${index} of history must be of epoch ${index + 1}, got ${epoch}`);
  });
  const done = history.reduce((sum, { steps }) => sum + steps, running.steps);
  if (optimizer.steps !== done) {
    throw new RangeError(
      `${where}: needs an optimizer after ${done} steps, got one after ${optimizer.steps}`,
    );
  }
  if (best === undefined) return;
  validateNetwork(best.network);
  if (!(best.epoch <= history.length)) {
    throw new RangeError(`${where}: the best epoch must be from 1 to ${history.length}, got ${best.epoch}`);
  }
}
