import {
  checkSamples,
  chooseLoss,
  inputSize,
  outputSize,
  validateNetwork,
  type CheckedSamples,
  type Loss,
  type Network,
  type Samples,
} from "@reciprocal/network";
import { fitSettings, type FitSettings } from "../checkpoint/fit-settings.js";
import { withClassWeights } from "../class-weights.js";
import { samplesPart } from "../samples.js";
import { sourceOfSamples, sourceOfStream, type BatchSource } from "./batch-source.js";
import { checkStopping, EarlyStopping } from "./early-stopping.js";
import type { FitChoices } from "./fit-options.js";
import { scheduleOf } from "./schedules.js";
import { isStream, type SampleStream } from "./stream.js";

/** What a training will do, before anything is compiled. */
export interface FitPlan {
  readonly options: FitChoices;
  /** The network from which training begins or continues. */
  readonly network: Network;
  readonly loss: Loss;
  /** With the weights of their classes; absent if batches come. */
  readonly training: CheckedSamples | undefined;
  readonly validation: CheckedSamples | undefined;
  readonly source: BatchSource;
  readonly stopping: EarlyStopping | undefined;
  /** Steps of every epoch. */
  readonly steps: number;
  /** Factor on the learning rate in an epoch, from 1, and a step in it, from 0. */
  readonly factorAt: (epoch: number, step: number) => number;
  /** What decides the numbers; the digests in it are computed at the first call. */
  readonly settings: () => Promise<FitSettings>;
}

/** @throws {ShapeError | RangeError | TypeError} when samples, network and options do not fit */
export function planFit(network: Network, samples: Samples | SampleStream, options: FitChoices): FitPlan {
  const { epochs, resume, classWeights } = options;
  const schedule = scheduleOf(options.schedule);
  validateNetwork(network);
  const { training, validation, loss } = readSamples(network, samples, options);
  const stopping = stoppingOf(network, { validation, loss, options });
  const outputs = outputSize(network);
  const weighted = training && withClassWeights("fit", training, { classWeights, outputs });
  const source = weighted
    ? sourceOfSamples(weighted, options)
    : sourceOfStream("fit", samples as SampleStream, {
        ...{ network, loss, classWeights, signal: options.signal },
        isLossGiven: options.loss !== undefined,
      });
  const { steps } = source;

  // the digests of many samples take a while, so only who needs them waits for them, once
  let known: Promise<FitSettings> | undefined;
  return {
    ...{ options, loss, validation, source, stopping, steps },
    network: resume?.network ?? network,
    training: weighted,
    factorAt: (epoch, step) =>
      schedule({
        epoch: epoch - 1 + step / steps,
        step: (epoch - 1) * steps + step,
        epochs,
        steps: epochs * steps,
      }),
    settings: () => (known ??= fitSettings(network, { ...options, loss, training, validation, steps })),
  };
}

interface ReadSamples {
  /** To train on; absent if batches come. */
  readonly training: CheckedSamples | undefined;
  /** To validate with. */
  readonly validation: CheckedSamples | undefined;
  readonly loss: Loss;
}

function readSamples(
  network: Network,
  samples: Samples | SampleStream,
  { validationSplit, validation, loss: given, classWeights }: FitChoices,
): ReadSamples {
  if (validation && validationSplit > 0) {
    throw new TypeError("fit: needs validation or validationSplit, got both");
  }
  if (isStream(samples)) {
    if (validationSplit > 0) {
      throw new TypeError(
        "fit: validationSplit needs samples that are all there, got a stream of batches; give `validation`",
      );
    }
    if (classWeights === "balanced") {
      throw new TypeError(
        "fit: balanced classWeights need samples that are all there, got a stream of batches; give a number per class",
      );
    }
    const loss = chooseLoss("fit", network, { given, isLabeled: false });
    return { training: undefined, validation: validationOf(network, validation, loss), loss };
  }
  const isLabeled = (samples as Partial<Samples> | null)?.labels !== undefined;
  const loss = chooseLoss("fit", network, { given, isLabeled });
  const all = checkSamples("fit", network, samples, loss);
  if (validationSplit === 0) {
    return { training: all, validation: validationOf(network, validation, loss), loss };
  }
  const kept = all.count - Math.round(all.count * validationSplit);
  if (!(0 < kept && kept < all.count)) {
    throw new RangeError(
      `fit: a validationSplit of ${validationSplit} leaves nothing on one side of ${all.count} samples`,
    );
  }
  const sizes = { inputs: inputSize(network), outputs: outputSize(network) };
  return {
    training: samplesPart(all, [0, kept], sizes),
    validation: samplesPart(all, [kept, all.count], sizes),
    loss,
  };
}

function validationOf(
  network: Network,
  validation: Samples | undefined,
  loss: Loss,
): CheckedSamples | undefined {
  return validation && checkSamples("fit: validation", network, validation, loss);
}

function stoppingOf(
  network: Network,
  {
    validation,
    loss,
    options: { earlyStopping },
  }: {
    readonly validation: CheckedSamples | undefined;
    readonly loss: Loss;
    readonly options: FitChoices;
  },
): EarlyStopping | undefined {
  if (!earlyStopping) return undefined;
  checkStopping("fit", earlyStopping, { network, loss, validation });
  return new EarlyStopping(earlyStopping);
}
