import type { Dataset, TrainTest } from "@reciprocal/datasets";
import { createNetwork, type LayerSpec, type Network, withTrainable } from "@reciprocal/network";
import {
  atRandom,
  byEigenvalue,
  byWeightNorm,
  mask,
  networkSize,
  type Ranking,
  shrink,
} from "@reciprocal/pruning";
import { deriveSeed } from "@reciprocal/spectral";
import { cosineSchedule, evaluate, fit } from "@reciprocal/training";
import type { RunContext } from "../../experiment.js";
import type { NodesPoint, NodesResult, NodesRun } from "./nodes-line.js";
import { timeBesideWhole, type TimingOptions } from "./time-beside-whole.js";

/**
 * Trains, prunes to every size and tests, as the strategy says.
 *
 * @throws what training throws, for instance if the loss is no longer finite
 */
export async function pruneRun(
  run: NodesRun,
  { train, test }: TrainTest,
  { onEpoch }: RunContext,
  timing: TimingOptions = {},
): Promise<NodesResult> {
  const { strategy, removed, seed } = run;
  const trainer = makeTrainer(run, train, onEpoch);
  const isPre = strategy === "pre-training" || strategy === "pre-training-random";
  const initial = initialNetwork(run, train);
  const start = isPre
    ? await trainer.eigenvalues(withTrainable(initial, { lambdaOut: true, phi: false }))
    : await trainer.all(initial);
  const by = ranking(run);

  const networks: Network[] = [];
  for (const percentile of removed) {
    const pruned = shrink(mask(start, { by, amount: { percentile } }));
    // the whole network of a strategy that trains after pruning is trained like the smaller ones
    if (isPre) networks.push(await trainer.all(withTrainable(pruned, { lambdaOut: true, phi: true })));
    else if (strategy === "incoming-tuned" && pruned !== start) networks.push(await trainer.all(pruned));
    else networks.push(pruned);
  }

  const points: NodesPoint[] = [];
  for (const [index, network] of networks.entries()) {
    const { hiddenNodes, denseBytes, bytes, multiplyAdds } = networkSize(network);
    const { accuracy } = await evaluate(network, test);
    const times = await timeBesideWhole(network, networks[0]!, { ...timing, seed: deriveSeed(seed, "time") });
    const size = { removed: removed[index]!, hiddenNodes, denseBytes, storedBytes: bytes, multiplyAdds };
    points.push({ ...size, testAccuracy: accuracy, ...times });
  }
  return {
    points,
    seconds: trainer.seconds(),
    engine: trainer.engine(),
  };
}

function initialNetwork({ strategy, width, seed, settings }: NodesRun, train: Dataset): Network {
  const isSpectral = strategy.startsWith("pre-training") || strategy.startsWith("post-training");
  const mapping = (inputs: number, units: number, activation: "relu" | "softmax"): LayerSpec => {
    if (!isSpectral) return { kind: "dense", units, activation, start: "published" };
    const phi = { kind: "normal", deviation: Math.sqrt(2 / (inputs + units)) } as const;
    return {
      ...{ kind: "spectral", units, activation, eigenvalues: "one", start: "published", phi },
      trainable: { phi: true },
    };
  };
  return createNetwork({
    inputShape: train.features,
    layers: [
      mapping(train.features, width, settings.hiddenActivation),
      mapping(width, train.classes, "softmax"),
    ],
    seed,
  });
}

function ranking({ strategy, seed }: NodesRun): Ranking {
  switch (strategy) {
    case "pre-training":
    case "post-training":
      return byEigenvalue({ spectrum: "out" });
    case "incoming":
    case "incoming-tuned":
      return byWeightNorm();
    case "pre-training-random":
    case "post-training-random":
    case "random":
      return atRandom({ seed });
  }
}

/** Epochs of all trainings of a run, of the whole network and of each smaller one. */
export function nodesEpochs({ strategy, removed, settings }: NodesRun): number {
  const { epochs, eigenvalueEpochs } = settings;
  if (strategy.startsWith("pre-training")) return eigenvalueEpochs + removed.length * epochs;
  return strategy === "incoming-tuned" ? removed.length * epochs : epochs;
}

/** Trains by the settings of a run, and counts epochs over all trainings. */
function makeTrainer(run: NodesRun, train: Dataset, onEpoch: RunContext["onEpoch"]) {
  const { seed, settings } = run;
  const { batchSize, optimizer: kind } = settings;
  let [epoch, seconds, engine] = [0, 0, ""];
  const trainer = (own: number, learningRate: number) => async (network: Network) => {
    const started = performance.now();
    const fitted = await fit(network, train, {
      epochs: own,
      batchSize,
      seed,
      optimizer: { kind, learningRate },
      schedule: cosineSchedule({ epochs: own }),
      onEpoch: (report) => onEpoch({ ...report, epoch: ++epoch }),
    });
    seconds += (performance.now() - started) / 1000;
    engine = `${fitted.engine.name} ${fitted.engine.version}`;
    return fitted.network;
  };
  return {
    all: trainer(settings.epochs, settings.learningRate),
    eigenvalues: trainer(settings.eigenvalueEpochs, settings.eigenvalueLearningRate),
    seconds: () => seconds,
    engine: () => engine,
  };
}
