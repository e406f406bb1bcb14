import { encodeNetwork, type Network } from "@reciprocal/network";
import type { Checkpoint } from "./checkpoint.js";
import type { EarlyStopping, EarlyStoppingOptions } from "./early-stopping.js";
import type { FitOptions } from "./fit.js";
import { samplesDigest } from "./internal/samples-digest.js";
import { sha256 } from "./internal/sha256.js";
import type { Loss } from "./losses.js";
import type { OptimizerOptions } from "./optimizers/optimizer.js";
import { optimizerSettings } from "./optimizers/optimizer-settings.js";
import { penaltySettings, type PenaltySettings } from "./penalties.js";
import type { Samples } from "./samples.js";
import { defaultBatchSize, defaultOptimizer, defaultPrecomputeLimitBytes } from "./trainer.js";

/**
 * What decides the numbers of a training, schedule and engine aside, with defaults filled in. How long it may take
 * (epochs, patience) is not among it.
 */
export interface FitSettings {
  /** SHA-256 of the network that training began with. */
  readonly network: string;
  /** SHA-256 of the training samples. */
  readonly samples: string;
  /** SHA-256 of the validation samples, where there are any. */
  readonly validation?: string;
  readonly loss: Loss;
  readonly batchSize: number;
  readonly seed: number;
  readonly shuffle: boolean;
  readonly optimizer: Required<OptimizerOptions>;
  readonly penalties: PenaltySettings;
  readonly earlyStopping?: Required<Omit<EarlyStoppingOptions, "patience">>;
  readonly precomputeLimitBytes: number;
}

/** The settings of a training, or of one that goes on from a checkpoint. */
export async function fitSettings(
  network: Network,
  {
    training,
    validation,
    stopping,
    options,
    resume,
  }: {
    readonly training: Samples;
    readonly validation: Samples | undefined;
    readonly stopping: EarlyStopping | undefined;
    readonly options: FitOptions;
    readonly resume: Checkpoint | undefined;
  },
): Promise<FitSettings> {
  const digest = await networkDigest(network);
  const isOfCheckpoint = resume !== undefined && digest === (await networkDigest(resume.network));
  return {
    network: isOfCheckpoint ? resume.settings.network : digest,
    samples: await samplesDigest(training),
    ...(validation && { validation: await samplesDigest(validation) }),
    loss: options.loss ?? "cross-entropy",
    batchSize: options.batchSize ?? defaultBatchSize,
    seed: options.seed ?? 0,
    shuffle: options.shuffle ?? true,
    optimizer: optimizerSettings(options.optimizer ?? defaultOptimizer),
    penalties: penaltySettings(options.penalties ?? {}),
    ...(stopping && {
      earlyStopping: {
        monitor: stopping.monitor,
        minDelta: stopping.minDelta,
        restoreBest: stopping.restoreBest,
      },
    }),
    precomputeLimitBytes: options.precomputeLimitBytes ?? defaultPrecomputeLimitBytes,
  };
}

const networkDigest = (network: Network): Promise<string> => sha256(encodeNetwork(network));

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
