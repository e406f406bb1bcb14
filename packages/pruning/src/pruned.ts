import { inputSize, type Network } from "@reciprocal/network";
import { checkFunction, checkOptions, checkWhole } from "./internal/check-options.js";
import { show } from "./internal/show.js";
import { networkOf } from "./network-of.js";
import { type NetworkSize, networkSize } from "./network-size.js";

/**
 * How good a network is: the larger, the better. Pass −loss where less is better. Networks that lost inputs want fewer
 * numbers per sample: those of `keptInputs` (see `selectInputs`), counted from the first network.
 */
export type Metric = (network: Network, keptInputs: Uint32Array) => number | Promise<number>;

export interface MeasureOptions {
  /** Measured before and after, where given. */
  readonly metric?: Metric;
}

/** A network's size, and how good it is where somebody asked. */
export interface Measurement extends NetworkSize {
  readonly metric?: number;
}

/** What one call made of a network. */
export interface Pruned {
  readonly verb: "mask" | "bake" | "shrink" | "train";
  readonly network: Network;
  readonly before: Measurement;
  readonly after: Measurement;
  /** Nodes or weights that were masked, or nodes that were removed. */
  readonly removed: number;
  /** Whether the network is another than before; where nothing could go, it is the very same object. */
  readonly changed: boolean;
  /** The inputs of the first network that this one still takes, ascending; other inputs must be left out of its data. */
  readonly keptInputs: Uint32Array;
  /** What the call started from, so that it can be undone. */
  readonly previous: Network | Pruned;
}

/** A network, or what a call before this one made of it. */
export type Start = Network | Pruned;

/** All calls that led to a result, the first one first; empty for a network that no call has changed. */
export function history(start: Start): Pruned[] {
  networkOf(start, "history");
  return "network" in start ? [...history(start.previous), start] : [];
}

/**
 * What was there so many calls ago: the very object, whose network `networkOf` gives.
 *
 * @throws {RangeError} where there were fewer
 */
export function undo(pruned: Start, steps = 1): Start {
  networkOf(pruned, "undo");
  checkWhole("undo", "steps", steps, 0);
  let result: Start = pruned;
  for (let i = 0; i < steps; i++) {
    if (!("network" in result)) throw new RangeError(`undo: there are ${i} steps to undo, got ${steps}`);
    result = result.previous;
  }
  return result;
}

/** The inputs of the first network that this one still takes. */
export function keptInputsOf(start: Start): Uint32Array {
  if ("network" in start) return start.keptInputs;
  return Uint32Array.from({ length: inputSize(start) }, (_, i) => i);
}

/** A result with both measurements. */
export async function toPruned(
  previous: Start,
  made: Pick<Pruned, "verb" | "network" | "removed"> & { keptInputs?: Uint32Array },
  options: MeasureOptions = {},
): Promise<Pruned> {
  checkOptions(made.verb, options, ["metric"]);
  if (options.metric !== undefined) checkFunction(made.verb, "metric", options.metric);
  const keptBefore = keptInputsOf(previous);
  const { keptInputs = keptBefore } = made;
  const before = await measure(networkOf(previous), keptBefore, options);
  const changed = made.network !== networkOf(previous);
  const after = changed ? await measure(made.network, keptInputs, options) : before;
  return { ...made, keptInputs, before, after, changed, previous };
}

async function measure(
  network: Network,
  keptInputs: Uint32Array,
  { metric }: MeasureOptions,
): Promise<Measurement> {
  const size = networkSize(network);
  return metric ? { ...size, metric: await metricOf(metric, network, keptInputs) } : size;
}

/** @throws {RangeError} where the metric is not a number */
export async function metricOf(metric: Metric, network: Network, keptInputs: Uint32Array): Promise<number> {
  const value = await metric(network, keptInputs);
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  throw new RangeError(`metric: must be a number, got ${show(value)}`);
}
