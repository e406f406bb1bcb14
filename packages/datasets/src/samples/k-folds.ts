import { any, callback, flag, integer, options, type OptionTable } from "@reciprocal/guards";
import { randomPermutation } from "@reciprocal/spectral";
import type { AnyDataset } from "../dataset.js";
import { assignParts } from "./assign-parts.js";
import { checkDataset } from "./check-dataset.js";
import { gatherSamples } from "./gather-samples.js";
import { membersOf, type SampleGroups } from "./groups.js";
import type { SplitDatasetResult } from "./split-dataset.js";
import { checkHasClasses, warnOfLackingClasses } from "./warn-of-classes.js";

/** Options of `kFolds`. */
export interface KFoldsOptions {
  /** In how many parts the samples are divided, of which each is held out once. Default 5. */
  readonly folds?: number | undefined;
  /** Every fold has the same number of samples of every class, give or take one; with `groups` nearly. Default false. */
  readonly stratify?: boolean | undefined;
  /** What each sample belongs to, a text or number for each: all samples of a group are in one fold. Default: none. */
  readonly groups?: SampleGroups | undefined;
  /** Integer from 0 to 2^53 − 1. Default 0. */
  readonly seed?: number | undefined;
  /** Called where a part lacks a class that the data set has. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

const table = options(
  () =>
    ({
      folds: integer({ min: 2 }).default(5),
      stratify: flag().default(false),
      groups: any<SampleGroups>().optional(),
      seed: integer({ min: 0 }).default(0),
      onWarning: callback<(message: string) => void>().optional(),
    }) satisfies OptionTable<KFoldsOptions>,
);

/**
 * Divides a data set at random into k folds, and gives k pairs: one fold held out, all others to train on. Every sample
 * is held out exactly once; folds differ by one sample in size, except by groups. The pairs are made one at a time, as
 * copies, the folds in random order.
 *
 * @param dataset - what to divide; not modified
 * @throws {TypeError} for an unknown option, or `stratify` for a data set without classes
 * @throws {RangeError} for a bad number of folds or seed, or fewer samples or groups than folds, before the first pair
 * @throws {ShapeError} if the arrays of the data set, or the groups, do not fit its count and features
 *
 * @example
 * import { digits, kFolds } from "@reciprocal/datasets";
 *
 * const { train: all } = digits({ train: 100, test: 1 });
 * for (const { train, heldOut } of kFolds(all, { folds: 5, stratify: true })) {
 *   console.log(train.count, heldOut.count);
 *   // => 80 20
 *   // => 80 20
 *   // => 80 20
 *   // => 80 20
 *   // => 80 20
 * }
 */
export function kFolds<D extends AnyDataset>(
  dataset: D,
  given: KFoldsOptions = {},
): Generator<SplitDatasetResult<D>, void, undefined> {
  const where = "kFolds";
  const { folds, stratify, groups, seed, onWarning } = table.read(where, given);
  checkDataset(where, dataset);
  if (stratify) checkHasClasses(where, dataset);
  const order = randomPermutation(dataset.count, { seed });
  const foldOf = new Uint32Array(dataset.count);
  if (groups) {
    const members = membersOf(where, groups, order);
    checkEnough("groups", members.length, folds);
    const classOf = (sample: number) => (stratify && "labels" in dataset ? dataset.labels[sample]! : 0);
    const shares = new Array<number>(folds).fill(1 / folds);
    const parts = assignParts(members, classOf, shares);
    for (const [group, samples] of members.entries()) {
      for (const sample of samples) foldOf[sample] = parts[group]!;
    }
  } else {
    checkEnough("samples", dataset.count, folds);
    // like cards, class after class: so the folds differ by one in every class, and by one in all
    const dealt = stratify && "labels" in dataset ? membersOf(where, dataset.labels, order).flat() : order;
    for (const [i, sample] of dealt.entries()) foldOf[sample] = i % folds;
  }
  return pairs(dataset, { order, foldOf, folds, onWarning });
}

function* pairs<D extends AnyDataset>(
  dataset: D,
  {
    order,
    foldOf,
    folds,
    onWarning,
  }: {
    readonly order: Uint32Array;
    readonly foldOf: Uint32Array;
    readonly folds: number;
    readonly onWarning?: ((message: string) => void) | undefined;
  },
): Generator<SplitDatasetResult<D>, void, undefined> {
  for (let fold = 0; fold < folds; fold++) {
    const train = gatherSamples(
      dataset,
      order.filter((sample) => foldOf[sample] !== fold),
    );
    const heldOut = gatherSamples(
      dataset,
      order.filter((sample) => foldOf[sample] === fold),
    );
    if (onWarning && "labels" in dataset && "labels" in train && "labels" in heldOut) {
      warnOfLackingClasses(`kFolds, fold ${fold + 1}`, dataset, { train, heldOut }, onWarning);
    }
    yield { train, heldOut };
  }
}

function checkEnough(what: string, got: number, folds: number): void {
  if (got >= folds) return;
  throw new RangeError(`kFolds: needs at least ${folds} ${what}, one for each fold, got ${got}`);
}
