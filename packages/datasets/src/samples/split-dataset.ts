import { any, callback, flag, integer, number, oneOf, options, type OptionTable } from "@reciprocal/guards";
import { randomPermutation } from "@reciprocal/spectral";
import type { AnyDataset, Dataset } from "../dataset.js";
import { assignParts } from "./assign-parts.js";
import { checkDataset } from "./check-dataset.js";
import { gatherSamples } from "./gather-samples.js";
import { membersOf, type SampleGroups } from "./groups.js";
import { sliceSamples } from "./slice-samples.js";
import { checkHasClasses, isSortedByClass, warnOfLackingClasses } from "./warn-of-classes.js";

/** Options of `splitDataset`. */
export interface SplitDatasetOptions {
  /** Part of the samples to hold out, between 0 and 1, rounded to a number of samples. Default 0.2, as published. */
  readonly fraction?: number | undefined;
  /**
   * `end` (default, as published): the last samples in their order, both parts views without a copy where neither
   * `stratify` nor `groups` is given. `random`: any samples, in random order, copied; for files that are sorted by class.
   */
  readonly from?: "end" | "random" | undefined;
  /** For `random`: integer from 0 to 2^53 − 1. Default 0. */
  readonly seed?: number | undefined;
  /**
   * Hold out the fraction of every class, rounded for each: at least one sample of a class that has two, and never all.
   * With `groups` as nearly as these allow. Default false.
   */
  readonly stratify?: boolean | undefined;
  /**
   * What each sample belongs to, a text or number for each, such as a patient of whom there are several images: all
   * samples of a group are on the same side. `from: "end"` holds out the groups that come up last. Default: none.
   */
  readonly groups?: SampleGroups | undefined;
  /** Called where a part lacks a class that the other has, or the end of a set sorted by class is held out. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** The two parts of a data set that `splitDataset` makes. */
export interface SplitDatasetResult<D extends AnyDataset = Dataset> {
  /** The samples to learn from. */
  readonly train: D;
  /** The samples that were held out, to measure on. */
  readonly heldOut: D;
}

const table = options(
  () =>
    ({
      fraction: number().default(0.2),
      from: oneOf(["end", "random"]).default("end"),
      seed: integer({ min: 0 }).default(0),
      stratify: flag().default(false),
      groups: any<SampleGroups>().optional(),
      onWarning: callback<(message: string) => void>().optional(),
    }) satisfies OptionTable<SplitDatasetOptions>,
);

/**
 * Splits a data set in two; every sample is in exactly one part. Classes are balanced between the parts only where
 * `stratify` says so.
 *
 * @param dataset - what to split; not modified
 * @throws {TypeError} for an unknown option, an unknown `from`, or `stratify` for a data set without classes
 * @throws {RangeError} for a fraction that leaves a part without samples, a bad seed, fewer than two groups, or
 * `stratify` by groups from the end
 * @throws {ShapeError} if the arrays of the data set, or the groups, do not fit its count and features
 *
 * @example
 * import { digits, splitDataset } from "@reciprocal/datasets";
 *
 * const { train: all } = digits({ train: 100, test: 1 });
 * const { train, heldOut } = splitDataset(all, { from: "random", stratify: true, seed: 1 });
 * console.log(train.count, heldOut.count);
 * // => 80 20
 */
export function splitDataset<D extends AnyDataset>(
  dataset: D,
  given: SplitDatasetOptions = {},
): SplitDatasetResult<D> {
  const where = "splitDataset";
  const { fraction, from, seed, stratify, groups, onWarning } = table.read(where, given);
  checkDataset(where, dataset);
  const { count } = dataset;
  const held = Math.round(count * fraction);
  if (!(held >= 1 && held < count)) {
    throw new RangeError(
      `${where}: fraction must leave at least one of ${count} samples on either side, got ${fraction}`,
    );
  }
  const isRandom = from === "random";
  let parts: SplitDatasetResult<D>;
  if (!isRandom && !stratify && groups === undefined) {
    parts = {
      train: sliceSamples(dataset, 0, count - held),
      heldOut: sliceSamples(dataset, count - held, count),
    };
  } else {
    const order = isRandom
      ? randomPermutation(count, { seed })
      : Uint32Array.from({ length: count }, (_, i) => i);
    const isHeld = groups
      ? holdGroups(dataset, order, groups, { fraction, held, isRandom, stratify })
      : stratify
        ? holdOfEveryClass(dataset, order, fraction)
        : new Set(order.subarray(count - held));
    if (isHeld.size === 0) throw new RangeError(`${where}: stratify needs a class of two samples, got none`);
    parts = {
      train: gatherSamples(
        dataset,
        order.filter((sample) => !isHeld.has(sample)),
      ),
      heldOut: gatherSamples(
        dataset,
        order.filter((sample) => isHeld.has(sample)),
      ),
    };
  }
  if (onWarning && "labels" in dataset && "labels" in parts.train && "labels" in parts.heldOut) {
    if (!isRandom && !stratify && !groups && isSortedByClass(dataset)) {
      onWarning(
        `${where}: ${dataset.name} is sorted by class, and its end is held out; from: "random" or stratify: true holds out samples of all classes`,
      );
    } else warnOfLackingClasses(where, dataset, { train: parts.train, heldOut: parts.heldOut }, onWarning);
  }
  return parts;
}

/** The last samples of every class in the given order. */
function holdOfEveryClass(dataset: AnyDataset, order: Uint32Array, fraction: number): Set<number> {
  checkHasClasses("splitDataset", dataset);
  const held = new Set<number>();
  for (const samples of membersOf("splitDataset", dataset.labels, order)) {
    const all = samples.length;
    const size = Math.min(Math.max(Math.round(all * fraction), Math.min(1, all - 1)), all - 1);
    for (const sample of samples.slice(all - size)) held.add(sample);
  }
  return held;
}

/** The samples of some groups, so that they are about the fraction. */
function holdGroups(
  dataset: AnyDataset,
  order: Uint32Array,
  groups: SampleGroups,
  rules: {
    readonly fraction: number;
    readonly held: number;
    readonly isRandom: boolean;
    readonly stratify: boolean;
  },
): Set<number> {
  const where = "splitDataset";
  const { fraction, isRandom, stratify } = rules;
  const members = membersOf(where, groups, order);
  if (members.length < 2)
    throw new RangeError(`${where}: groups needs two that differ, got ${members.length}`);
  if (!stratify) {
    // in the order in which they come up, from the end, while that brings the number of samples closer to the fraction
    let [taken, size] = [0, 0];
    for (const samples of members.toReversed().slice(0, -1)) {
      const closer = Math.abs(size + samples.length - rules.held) < Math.abs(size - rules.held);
      if (taken > 0 && !closer) break;
      [taken, size] = [taken + 1, size + samples.length];
    }
    return new Set(members.slice(members.length - taken).flat());
  }
  checkHasClasses(where, dataset);
  if (!isRandom) {
    throw new RangeError(`${where}: stratify with groups needs from: "random", got from: "end"`);
  }
  const parts = assignParts(members, (sample) => dataset.labels[sample]!, [1 - fraction, fraction]);
  return new Set(members.filter((_, group) => parts[group] === 1).flat());
}
