import { gzipSync } from "node:zlib";
import { splitDataset, type TrainTest } from "@reciprocal/datasets";
import {
  countParameters,
  createNetwork,
  encodeNetwork,
  type EncodeNetworkOptions,
  type Network,
} from "@reciprocal/network";
import {
  bake,
  byMagnitude,
  mask,
  networkSize,
  relativeScores,
  toSparse,
  sparseSize,
} from "@reciprocal/pruning";
import { evaluate, fit, type FitOptions, type OptimizerSettings } from "@reciprocal/training";
import type { RunContext } from "../../experiment.js";
import { formLayers } from "../form.js";
import type { FrontierResult, FrontierRun } from "./frontier-line.js";

/** Trains a network once for every multiple of the default rates, and tests the one that is best on held-out samples. */
export async function trainFrontier(
  run: FrontierRun,
  data: TrainTest,
  { onEpoch }: RunContext,
): Promise<FrontierResult> {
  const { seed, form, settings } = run;
  const { train, heldOut } = splitDataset(data.train, { fraction: settings.validationPart });
  const started = performance.now();
  let engine = "";
  let epoch = 0;
  const fitted = async (network: Network, rateFactor: number, epochs: number): Promise<Network> => {
    const options: FitOptions = {
      ...{ epochs, batchSize: settings.batchSize, seed },
      optimizer: scaled(settings.defaultOptimizer, rateFactor),
      onEpoch: () => onEpoch({ epoch: ++epoch }),
    };
    const result = await fit(network, train, options);
    engine = `${result.engine.name} ${result.engine.version}`;
    return result.network;
  };

  const trials: { rateFactor: number; validationAccuracy: number; network: Network }[] = [];
  for (const rateFactor of settings.rateFactors) {
    const start = createNetwork({ inputShape: train.features, layers: formLayers(form), seed });
    const network = await trained(start, run, (one, epochs) => fitted(one, rateFactor, epochs));
    const { accuracy } = await evaluate(network, heldOut);
    trials.push({ rateFactor, validationAccuracy: accuracy, network });
  }
  const seconds = (performance.now() - started) / 1000;
  const best = trials.reduce((a, b) => (b.validationAccuracy > a.validationAccuracy ? b : a));
  const { accuracy, loss } = await evaluate(best.network, data.test);
  return {
    ...sizes(best.network, run),
    trials: trials.map(({ rateFactor, validationAccuracy }) => ({ rateFactor, validationAccuracy })),
    ...{ rateFactor: best.rateFactor, testAccuracy: accuracy, testLoss: loss, seconds, engine },
  };
}

/** Trained in one go, or in two halves with the smallest weights cut off between them, by how they compare within their layer. */
async function trained(
  start: Network,
  { keptNumbers, settings: { epochs } }: FrontierRun,
  fitted: (network: Network, epochs: number) => Promise<Network>,
): Promise<Network> {
  if (keptNumbers === null) return fitted(start, epochs);
  const first = Math.ceil(epochs / 2);
  const whole = await fitted(start, first);
  const by = relativeScores(byMagnitude());
  return fitted(mask(whole, { by, amount: { parameters: keptNumbers } }), epochs - first);
}

function sizes(
  network: Network,
  { keptNumbers }: FrontierRun,
): Pick<FrontierResult, "trainedNumbers" | "fileBytes" | "halfFileBytes" | "multiplyAdds"> {
  const stored = bake(network); // zeros are written as zeros, which gzip makes short
  const bytes = (options: EncodeNetworkOptions) =>
    gzipSync(encodeNetwork(stored, options), { level: 9 }).length;
  const { parameters, multiplyAdds } =
    keptNumbers === null
      ? { parameters: countParameters(network), multiplyAdds: networkSize(network).multiplyAdds }
      : sparseSize(toSparse(network));
  return {
    trainedNumbers: parameters,
    fileBytes: bytes({}),
    halfFileBytes: bytes({ spectra: "float16" }),
    multiplyAdds,
  };
}

/** The same optimizer with all its rates times a factor. */
function scaled(optimizer: OptimizerSettings, factor: number): OptimizerSettings {
  const { learningRate } = optimizer;
  const rates = typeof learningRate === "number" ? learningRate * factor : scaledRates(learningRate, factor);
  return { ...optimizer, learningRate: rates };
}

function scaledRates<Rates extends object>(rates: Rates, factor: number): Rates {
  return Object.fromEntries(
    Object.entries(rates).map(([role, rate]) => [role, (rate as number) * factor]),
  ) as Rates;
}
