import type { Dataset } from "@reciprocal/datasets";
import { withTrainable, type Network } from "@reciprocal/network";
import { deriveSeed } from "@reciprocal/spectral";
import { fit, type EpochReport, type FitOptions } from "@reciprocal/training";
import type { TrainingRun } from "./training-run.js";
import { watchAccuracy } from "./watch-accuracy.js";

/** The options of `fit` for a run. */
export function fitOptions({ settings, seed }: Pick<TrainingRun, "settings" | "seed">) {
  const { epochs, batchSize, loss, optimizer, learningRate, validationSplit, earlyStopping } = settings;
  const optimizing = { kind: optimizer, learningRate };
  return {
    epochs,
    batchSize,
    loss,
    optimizer: optimizing,
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
  const { phases, engine: wanted } = run.settings;
  if (phases !== undefined) {
    if (wanted === undefined) return fitInPhases(run, network, train, onEpoch);
    throw new TypeError(`fitRun: phases are trained by ONNX Runtime only, got the engine ${wanted}`);
  }
  // TensorFlow.js is loaded only where it is asked for
  const fitter = wanted === "tfjs" ? (await import("./tfjs-fit.js")).tfjsFit : fit;
  const { engine, ...fitted } = await fitter(network, train, { ...fitOptions(run), onEpoch });
  return { ...fitted, engine: `${engine.name} ${engine.version}` };
}

/** Phase after phase; early stopping watches over all of them as if they were one training. */
async function fitInPhases(
  run: TrainingRun,
  network: Network,
  train: Dataset,
  onEpoch: (report: EpochReport) => void,
): Promise<FittedRun> {
  const { epochs, phases = [], optimizer } = run.settings;
  const { earlyStopping, ...options } = fitOptions(run);
  const shouldStop = watchAccuracy(earlyStopping);
  const history: EpochReport[] = [];
  const stop = new AbortController();
  let [current, engine] = [network, ""];
  for (let turn = 0; history.length < epochs && !stop.signal.aborted; turn++) {
    const phase = phases[turn % phases.length]!;
    const fitted = await fit(withTrainable(current, phase.train), train, {
      ...options,
      epochs: Math.min(phase.epochs, epochs - history.length),
      optimizer: { kind: optimizer, learningRate: phase.learningRate },
      seed: deriveSeed(run.seed, "phase", turn),
      signal: stop.signal,
      onEpoch: (report) => {
        if (shouldStop(report.validationAccuracy!)) stop.abort();
        history.push({ ...report, epoch: history.length + 1, epochs });
        onEpoch(history.at(-1)!);
      },
    });
    current = fitted.network;
    engine = `${fitted.engine.name} ${fitted.engine.version}`;
  }
  return { network: current, history, stopped: stop.signal.aborted ? "early-stopping" : "epochs", engine };
}
