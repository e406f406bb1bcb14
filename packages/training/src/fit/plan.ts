import { validateNetwork, type Network, type Samples } from "@reciprocal/network";
import { epochOrder } from "@reciprocal/spectral";
import { fitSettings, type FitSettings } from "../checkpoint/fit-settings.js";
import { checkSamples, type CheckedSamples } from "../samples.js";
import { checkStopping, EarlyStopping } from "./early-stopping.js";
import type { FitChoices } from "./fit-options.js";

/** What a training will do, before anything is compiled. */
export interface FitPlan {
  readonly options: FitChoices;
  /** The network from which training begins or continues. */
  readonly network: Network;
  readonly training: CheckedSamples;
  readonly validation: CheckedSamples | undefined;
  readonly stopping: EarlyStopping | undefined;
  /** Steps of every epoch. */
  readonly steps: number;
  /** The order of the samples in an epoch, from 1. */
  readonly orderOf: (epoch: number) => Uint32Array;
  /** Factor on the learning rate in an epoch, from 1, and a step in it, from 0. */
  readonly factorAt: (epoch: number, step: number) => number;
  /** What decides the numbers; the digests in it are computed at the first call. */
  readonly settings: () => Promise<FitSettings>;
}

/** @throws {ShapeError | RangeError | TypeError} when samples, network and options do not fit */
export function planFit(network: Network, samples: Samples, options: FitChoices): FitPlan {
  const { batchSize, seed, shuffle, schedule, resume } = options;
  validateNetwork(network);
  const { training, validation } = splitSamples(network, samples, options);
  const stopping = stoppingOf(network, validation, options);
  const steps = Math.ceil(training.count / batchSize);

  // the digests of many samples take a while, so only who needs them waits for them, once
  let known: Promise<FitSettings> | undefined;
  return {
    options,
    network: resume?.network ?? network,
    training,
    validation,
    stopping,
    steps,
    orderOf: (epoch) => epochOrder(training.count, { seed, epoch, shuffle }),
    factorAt: (epoch, step) =>
      schedule({ epoch: epoch - 1 + step / steps, step: (epoch - 1) * steps + step }),
    settings: () =>
      (known ??= fitSettings(network, {
        ...options,
        training: training.samples,
        validation: validation?.samples,
      })),
  };
}

/** The samples to train on and those to validate with. */
function splitSamples(
  network: Network,
  samples: Samples,
  { validationSplit, validation }: FitChoices,
): { readonly training: CheckedSamples; readonly validation: CheckedSamples | undefined } {
  const all = checkSamples("fit", network, samples);
  if (validationSplit === 0) {
    return {
      training: all,
      validation: validation && checkSamples("fit: validation", network, validation),
    };
  }
  if (validation) throw new TypeError("fit: needs validation or validationSplit, got both");
  const kept = all.count - Math.round(all.count * validationSplit);
  if (!(0 < kept && kept < all.count)) {
    throw new RangeError(
      `fit: a validationSplit of ${validationSplit} leaves nothing on one side of ${all.count} samples`,
    );
  }
  return { training: all.part(0, kept), validation: all.part(kept, all.count) };
}

function stoppingOf(
  network: Network,
  validation: CheckedSamples | undefined,
  { earlyStopping }: FitChoices,
): EarlyStopping | undefined {
  if (!earlyStopping) return undefined;
  checkStopping("fit", earlyStopping, { network, isValidated: validation !== undefined });
  return new EarlyStopping(earlyStopping);
}
