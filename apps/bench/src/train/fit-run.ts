import type { Dataset } from "@reciprocal/datasets";
import type { Network } from "@reciprocal/network";
import { fit, fitPhases, type EpochReport, type FitOptions, type FitResult } from "@reciprocal/training";
import type { TrainingRun } from "./training-run.js";

/** The options of `fit` for a run. */
export function fitOptions({ settings, seed }: Pick<TrainingRun, "settings" | "seed">) {
  const { epochs, batchSize, loss, optimizer, learningRate, validationSplit, earlyStopping } = settings;
  const optimizing = { kind: optimizer, learningRate };
  return {
    epochs,
    batchSize,
    loss,
    optimizer: optimizing,
    schedule: "constant",
    validationSplit,
    earlyStopping,
    seed,
  } satisfies FitOptions;
}

export interface FittedRun {
  readonly network: Network;
  readonly history: readonly EpochReport[];
  readonly stopped: string;
  /** Name and version. */
  readonly engine: string;
}

/** Trains the network of a run as its settings say. */
export async function fitRun(
  run: TrainingRun,
  network: Network,
  train: Dataset,
  onEpoch: (report: EpochReport) => void,
): Promise<FittedRun> {
  const { phases, engine: wanted, optimizer: kind } = run.settings;
  const options = { ...fitOptions(run), onEpoch };
  const named = ({ engine, ...fitted }: Pick<FitResult, "network" | "history" | "stopped" | "engine">) => ({
    ...fitted,
    engine: `${engine.name} ${engine.version}`,
  });
  if (phases === undefined) {
    // TensorFlow.js is loaded only if it is asked for
    const fitter = wanted === "tfjs" ? (await import("./tfjs-fit.js")).tfjsFit : fit;
    return named(await fitter(network, train, options));
  }
  if (wanted !== undefined) {
    throw new TypeError(`fitRun: phases are trained by ONNX Runtime only, got the engine ${wanted}`);
  }
  // the last network is what phases give, so there is no `restoreBest`
  const { monitor, minDelta, patience } = options.earlyStopping;
  const parts = phases.map(({ train: trainable, epochs, learningRate }) => ({
    trainable,
    epochs,
    optimizer: { kind, learningRate },
  }));
  return named(
    await fitPhases(network, train, parts, {
      ...options,
      earlyStopping: { monitor, minDelta, patience },
    }),
  );
}
