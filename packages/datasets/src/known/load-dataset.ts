import { check, oneOf } from "@reciprocal/guards";
import type { SampleInputs, TrainTest } from "../dataset.js";
import type { DatasetName } from "./known-set.js";
import { knownSets } from "./known-sets.js";
import type { LoadDatasetOptions } from "./load-dataset-options.js";
import { loadKnownSet } from "./load-known-set.js";

/**
 * Loads MNIST, Fashion-MNIST or CIFAR-10: from `dataDir`, else from the folder in RECIPROCAL_DATA, else from the
 * cache, else by download from the published mirrors into the cache. Node only.
 *
 * In a user's folder files may be gzip or not and are judged by their content (format, lengths, counts, labels), so a
 * set of the right format that is smaller or re-encoded is taken as it is. In the cache and from a mirror, length and
 * SHA-256 must be the published ones; a file there that differs is downloaded again. Downloads continue where they
 * stopped, and enter the cache whole, in one step; several processes may load at once.
 *
 * CIFAR-10 stays packed in the cache and is unpacked in memory: loading needs about 1.3 GB, with `pixels: "uint8"` about
 * 0.75 GB.
 *
 * @param name - of the data set: `mnist`, `fashion-mnist` or `cifar10`
 * @param options - settings, which may be left out
 * @throws {TypeError} for an unknown name or option
 * @throws {RangeError} for a bad `stallTimeout` or `minRate`
 * @throws {DatasetUnavailableError} if the files are nowhere; the message names files, sizes, digests, what each
 * mirror answered, and where to put them
 * @throws {DatasetFormatError} if the files of a user's folder are not what is needed
 * @throws the reason of `signal`, if that stops it
 *
 * @example
 * ```ts no-run
 * import { loadDataset } from "@reciprocal/datasets";
 *
 * const { train, test } = await loadDataset("mnist"); // downloads 12 MB the first time
 * console.log(train.count, test.count); // => 60000 10000
 * ```
 */
export async function loadDataset(
  name: DatasetName,
  options: LoadDatasetOptions & { readonly pixels: "uint8" },
): Promise<TrainTest<Uint8Array>>;
export async function loadDataset(
  name: DatasetName,
  options?: LoadDatasetOptions & { readonly pixels?: "float32" | undefined },
): Promise<TrainTest>;
export async function loadDataset(
  name: DatasetName,
  options?: LoadDatasetOptions,
): Promise<TrainTest<SampleInputs>>;
export async function loadDataset(
  name: DatasetName,
  options: LoadDatasetOptions = {},
): Promise<TrainTest<SampleInputs>> {
  check(oneOf(Object.keys(knownSets)), "loadDataset", "name", name);
  return loadKnownSet(knownSets[name], options);
}
