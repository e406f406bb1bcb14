import type { EarlyStoppingOptions } from "./early-stopping.js";
import type { Loss } from "./losses.js";
import type { OptimizerOptions } from "./optimizers/optimizer.js";
import type { PenaltySettings } from "./penalties.js";

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

/**
 * Refuses to go on with settings that would give other numbers than those before.
 *
 * @throws {RangeError} naming the first that differs, what it was and what it is
 */
export function checkSameSettings(before: FitSettings, now: FitSettings): void {
  const difference = firstDifference(before, now);
  if (!difference) return;
  const [name, was, is] = difference;
  throw new RangeError(`fit: resume needs the ${name} of the checkpoint, ${was}, got ${is}`);
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
