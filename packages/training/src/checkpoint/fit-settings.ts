import {
  encodeNetwork,
  type Augment,
  type CheckedSamples,
  type Loss,
  type Network,
} from "@reciprocal/network";
import type { ClassWeights } from "../class-weights.js";
import type { EarlyStoppingOptions } from "../fit/early-stopping.js";
import type { OptimizerSettings } from "../optimizers/create-optimizer.js";
import type { PenaltySettings } from "../penalties.js";
import type { DropoutRates } from "../trainer/dropout.js";
import { samplesDigest } from "./samples-digest.js";
import { sha256 } from "./sha256.js";

/**
 * What decides the numbers of a training, schedule and engine aside, with defaults filled in. How long it may take
 * (epochs, patience) is not among it; what a schedule makes of the epochs shows in the learning rates of the history.
 */
export interface FitSettings {
  /** SHA-256 of the network that training began with. */
  readonly network: string;
  /** SHA-256 of the training samples; of a stream how many batches an epoch has. */
  readonly samples: string;
  /** SHA-256 of the validation samples, if there are any. */
  readonly validation?: string;
  /** What was minimized, penalties aside. */
  readonly loss: Loss;
  /** Samples per step. */
  readonly batchSize: number;
  /** What decides the order of the samples, and all that is random. */
  readonly seed: number;
  /** Whether every epoch has its own order. */
  readonly shuffle: boolean;
  /** The update rule with its rates and settings. */
  readonly optimizer: OptimizerSettings;
  /** What is added to the loss. */
  readonly penalties: PenaltySettings;
  /** What is watched, if training may end early. */
  readonly earlyStopping?: Required<Omit<EarlyStoppingOptions, "patience">>;
  /** The most memory that may be used for what is computed once per sample. */
  readonly precomputeLimitBytes: number;
  /** These and the following are there only where they are not the defaults. */
  readonly labelSmoothing?: number;
  /** What each class counts in the loss. */
  readonly classWeights?: ClassWeights;
  /** The share of nodes left out at random in each step. */
  readonly dropout?: DropoutRates;
  /** The largest norm of the gradient. */
  readonly clipNorm?: number;
  /** There is one; that it is the same cannot be seen. */
  readonly augment?: true;
}

/** What the settings are made of: a training's samples and its options as they were read. */
export interface SettingsSource extends Pick<
  FitSettings,
  "loss" | "batchSize" | "seed" | "shuffle" | "optimizer" | "penalties" | "precomputeLimitBytes"
> {
  /** Absent if batches come. */
  readonly training: CheckedSamples | undefined;
  readonly validation: CheckedSamples | undefined;
  /** Of an epoch. */
  readonly steps: number;
  readonly labelSmoothing: number;
  readonly classWeights?: ClassWeights;
  readonly dropout: DropoutRates;
  readonly clipNorm?: number;
  readonly augment?: Augment;
  readonly earlyStopping?: NonNullable<FitSettings["earlyStopping"]>;
  /** The checkpoint from which training continues. */
  readonly resume?: { readonly network: Network; readonly settings: FitSettings } | undefined;
}

/** The settings of a training, or of one that continues from a checkpoint. */
export async function fitSettings(network: Network, source: SettingsSource): Promise<FitSettings> {
  const { training, validation, earlyStopping, resume } = source;
  const { loss, batchSize, seed, shuffle, optimizer, penalties, precomputeLimitBytes } = source;
  const { labelSmoothing, classWeights, dropout, clipNorm, augment } = source;
  const digest = await networkDigest(network);
  const isOfCheckpoint = resume !== undefined && digest === (await networkDigest(resume.network));
  return {
    network: isOfCheckpoint ? resume.settings.network : digest,
    samples: training ? await samplesDigest(training) : `stream of ${source.steps} batches`,
    ...(validation && { validation: await samplesDigest(validation) }),
    loss,
    batchSize,
    seed,
    shuffle,
    optimizer,
    penalties,
    ...(earlyStopping && {
      earlyStopping: {
        monitor: earlyStopping.monitor,
        minDelta: earlyStopping.minDelta,
        restoreBest: earlyStopping.restoreBest,
      },
    }),
    precomputeLimitBytes,
    ...(labelSmoothing !== 0 && { labelSmoothing }),
    ...(classWeights !== undefined && { classWeights }),
    ...(dropout !== 0 && { dropout }),
    ...(clipNorm !== undefined && { clipNorm }),
    ...(augment && { augment: true }),
  };
}

/** Of a network that trains here, so of any size that fits. */
const networkDigest = (network: Network): Promise<string> =>
  sha256(encodeNetwork(network, { maxEntries: Infinity }));

/**
 * Refuses to go on with settings that would give other numbers than those before.
 *
 * @throws {RangeError} naming the first that differs, what it was and what it is
 */
export function checkSameSettings(before: FitSettings, now: FitSettings): void {
  const difference = firstDifference(before, now);
  if (!difference) return;
  const [name, was, is] = difference;
  const fix = name === "network" ? "; give the one that training began with, or the checkpoint's" : "";
  throw new RangeError(`fit: resume needs the ${name} of the checkpoint, ${was}, got ${is}${fix}`);
}

/** Where two plain values differ first: the path to it, and what stands there. */
function firstDifference(
  before: unknown,
  now: unknown,
  path = "",
): [path: string, before: string, now: string] | undefined {
  if (!isRecord(before) || !isRecord(now)) {
    return Object.is(before, now) ? undefined : [path, show(before), show(now)];
  }
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const found = firstDifference(before[name], now[name], path === "" ? name : `${path}.${name}`);
    if (found) return found;
  }
  return undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const show = (value: unknown): string => (value === undefined ? "none" : JSON.stringify(value));
