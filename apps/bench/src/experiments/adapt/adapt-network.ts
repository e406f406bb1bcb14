import type { Dataset, TrainTest } from "@reciprocal/datasets";
import {
  countParameters,
  diffNetworks,
  encodeNetwork,
  toSpectral,
  type Layer,
  type Network,
  withTrainable,
} from "@reciprocal/network";
import { evaluate, fit } from "@reciprocal/training";
import type { RunContext } from "../../experiment.js";
import { fitOptions } from "../../train/fit-run.js";
import { runNetwork } from "../../train/run-network.js";
import type { AdaptMethod, AdaptPoint, AdaptResult, AdaptRun } from "./adapt-line.js";
import { shiftImages } from "./shift-images.js";

/**
 * Trains a dense network and adapts it to every task of the run by every method. Each of them trains at each rate; the
 * training with the highest validation accuracy at its end counts, the earlier one of equals, and it alone is tested.
 *
 * @throws what training throws, for instance if the loss is no longer finite
 */
export async function adaptNetwork(
  run: AdaptRun,
  { train, test }: TrainTest,
  { onEpoch }: RunContext,
): Promise<AdaptResult> {
  const trainer = makeTrainer(run, onEpoch);
  const dense = { ...run, method: "dense", hiddenLayers: 1 } as const;
  const { settings } = run;
  const initial = runNetwork(dense, train.features, train.classes);
  const { network: original } = await trainer.fit(initial, train, settings.learningRate);
  const accuracy = async (network: Network, set: Dataset) =>
    (await evaluate(network, set, { batchSize: settings.batchSize })).accuracy;

  const points: AdaptPoint[] = [];
  for (const task of run.tasks) {
    const [shiftedTrain, shiftedTest] = [shiftImages(train, task), shiftImages(test, task)];
    const accuracyBefore = await accuracy(original, shiftedTest);
    for (const method of run.methods) {
      const start = startOf(original, method);
      let best: (Fitted & { readonly learningRate: number }) | undefined;
      for (const learningRate of settings.adaptationLearningRates) {
        const fitted = await trainer.fit(start, shiftedTrain, learningRate);
        if (best === undefined || fitted.validationAccuracy > best.validationAccuracy) {
          best = { ...fitted, learningRate };
        }
      }
      if (best === undefined)
        throw new RangeError("adaptNetwork: needs one or more learning rates, got none");
      const { network, ...fitted } = best;
      points.push({
        ...{ task, method, accuracyBefore, ...fitted },
        testAccuracy: await accuracy(network, shiftedTest),
        trainedNumbers: countParameters(start),
        patchBytes: diffNetworks(start, network).length,
        networkBytes: encodeNetwork(network).length,
      });
    }
  }
  return {
    originalAccuracy: await accuracy(original, test),
    points,
    seconds: trainer.seconds(),
    engine: trainer.engine(),
  };
}

/** The trained network with that trainable which the method trains; it computes the same. */
function startOf(original: Network, method: AdaptMethod): Network {
  switch (method) {
    case "eigenvalues":
      return toSpectral(original);
    case "all-weights":
      return original;
    case "last-layer": {
      const last = original.layers.findLastIndex(({ kind }) => kind === "dense");
      const frozen = withTrainable(original, "none").layers;
      const layers = original.layers.map((layer, index): Layer => (index === last ? layer : frozen[index]!));
      return { ...original, layers };
    }
  }
}

interface Fitted {
  readonly network: Network;
  readonly validationAccuracy: number;
  readonly epochs: number;
  readonly seconds: number;
}

/** Maximum number of epochs of all trainings of a run. */
export function adaptEpochs({ tasks, methods, settings }: AdaptRun): number {
  const { epochs, adaptationLearningRates: rates } = settings;
  return epochs * (1 + tasks.length * methods.length * rates.length);
}

/** Trains by the settings of a run, and counts epochs over all trainings. */
function makeTrainer(run: AdaptRun, onEpoch: RunContext["onEpoch"]) {
  let [epoch, total, engine] = [0, 0, ""];
  return {
    async fit(network: Network, train: Dataset, learningRate: number): Promise<Fitted> {
      const options = fitOptions({ seed: run.seed, settings: { ...run.settings, learningRate } });
      const started = performance.now();
      const fitted = await fit(network, train, {
        ...options,
        onEpoch: (report) => onEpoch({ ...report, epoch: ++epoch }),
      });
      const seconds = (performance.now() - started) / 1000;
      total += seconds;
      engine = `${fitted.engine.name} ${fitted.engine.version}`;
      const validationAccuracy = fitted.history.at(-1)!.validationAccuracy!;
      return { network: fitted.network, validationAccuracy, epochs: fitted.history.length, seconds };
    },
    seconds: () => total,
    engine: () => engine,
  };
}
