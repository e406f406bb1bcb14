import type { TrainTest } from "@reciprocal/datasets";
import { countParameters, createNetwork, type LayerSpec } from "@reciprocal/network";
import { evaluate, fit } from "@reciprocal/training";
import type { RunContext } from "../../experiment.js";
import type { DefaultsResult, DefaultsRun } from "./defaults-line.js";

/** Trains a network of which nothing is said but its shape, its epochs and the seed, and tests it. */
export async function trainByDefaults(
  { method, width, seed, settings: { epochs } }: DefaultsRun,
  { train, test }: TrainTest,
  { onEpoch }: RunContext,
): Promise<DefaultsResult> {
  const layers: LayerSpec[] = [
    { kind: method, units: width, activation: "relu" },
    { kind: method, units: train.classes, activation: "softmax" },
  ];
  const network = createNetwork({ inputShape: train.features, layers, seed });
  const started = performance.now();
  const trained = await fit(network, train, { epochs, seed, onEpoch });
  const seconds = (performance.now() - started) / 1000;
  const { accuracy, loss } = await evaluate(trained.network, test);
  return {
    trainedParameters: countParameters(network),
    testAccuracy: accuracy,
    testLoss: loss,
    seconds,
    engine: `${trained.engine.name} ${trained.engine.version}`,
  };
}
