import type { TrainTest } from "@reciprocal/datasets";
import {
  countParameters,
  createNetwork,
  summary,
  type Activation,
  type LayerSpec,
  type Network,
} from "@reciprocal/network";
import { evaluate, fit, type EpochReport, type FitOptions } from "@reciprocal/training";
import { versions } from "../versions.js";
import type { AccuracyLine } from "./accuracy-line.js";
import type { AccuracyRun } from "./run-list.js";

/**
 * Trains and tests the network of one run: n – width (– width) – classes, every mapping of the run's method, initial
 * values as published.
 *
 * @throws what training throws, for instance when the loss is no longer finite
 */
export async function trainRun(
  run: AccuracyRun,
  { train, test }: TrainTest,
  onEpoch: (report: EpochReport) => void,
): Promise<AccuracyLine> {
  const network = runNetwork(run, train.features, train.classes);
  const started = performance.now();
  const result = await fit(network, train, { ...fitOptions(run), onEpoch });
  const seconds = (performance.now() - started) / 1000;
  const tested = await evaluate(result.network, test, { batchSize: run.settings.batchSize });
  const last = result.history.at(-1);
  if (last?.validationAccuracy === undefined)
    throw new Error("trainRun: training gave no validation accuracy");

  const { trainable: trainedParameters, dense: denseParameters } = summary(network, { bias: false });
  return {
    ...run,
    trainedParameters,
    denseParameters,
    biases: countParameters(network) - trainedParameters,
    testAccuracy: tested.accuracy,
    validationAccuracy: last.validationAccuracy,
    testLoss: tested.loss,
    epochs: result.history.length,
    stopped: result.stopped,
    seconds,
    engine: `${result.engine.name} ${result.engine.version}`,
    history: result.history.map((report) => report.validationAccuracy!),
    versions: versions(),
    finishedAt: new Date().toISOString(),
  };
}

/** What a run hands to `fit`. */
export function fitOptions({ settings, seed }: Pick<AccuracyRun, "settings" | "seed">): FitOptions {
  const { epochs, batchSize, loss, optimizer, learningRate, validationSplit, earlyStopping } = settings;
  const optimizing = { kind: optimizer, learningRate };
  return { epochs, batchSize, loss, optimizer: optimizing, validationSplit, earlyStopping, seed };
}

/** The network of a run, with its initial values. */
export function runNetwork(
  {
    method,
    hiddenLayers,
    width,
    seed,
    settings,
  }: Pick<AccuracyRun, "method" | "hiddenLayers" | "width" | "seed" | "settings">,
  inputs: number,
  classes: number,
): Network {
  const mapping =
    method === "spectral-one" ? { kind: "spectral" as const, eigenvalues: "one" as const } : { kind: method };
  const layer = (units: number, activation: Activation): LayerSpec => ({
    ...mapping,
    units,
    activation,
    useBias: settings.bias,
  });
  const hidden = Array.from({ length: hiddenLayers }, () => layer(width, settings.hiddenActivation));
  return createNetwork({ inputs, layers: [...hidden, layer(classes, settings.outputActivation)], seed });
}
