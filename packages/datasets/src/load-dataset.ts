import type { TrainTest } from "./dataset.js";
import { checkOptions } from "./internal/check-options.js";
import { knownSets, type DatasetName } from "./internal/known-sets.js";
import { loadKnownSet } from "./internal/load-known-set.js";

export interface DownloadProgress {
  /** Name of the published file. */
  readonly file: string;
  /** Where it comes from. */
  readonly url: string;
  /** Bytes there so far, those of an earlier, interrupted download included. */
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

export interface LoadDatasetOptions {
  /**
   * Folder that holds the files: the set's own, or one above it with `mnist/`, `fashion-mnist/`, `cifar10/` or
   * `cifar-10-batches-bin/`, or torchvision's `MNIST/raw`, `FashionMNIST/raw`. Only this folder is then looked at.
   * Default: the folder that RECIPROCAL_DATA names if the set is there, else the cache.
   */
  readonly dataDir?: string | undefined;
  /** Where downloads are kept. Default: RECIPROCAL_CACHE, else `reciprocal/datasets` in the XDG cache folder. */
  readonly cacheDir?: string | undefined;
  /** Never ask the network. Default false. */
  readonly offline?: boolean | undefined;
  /** Addresses of folders to download from, in the order to try, in place of the published mirrors. */
  readonly mirrors?: readonly string[] | undefined;
  /** Called as bytes of a download arrive. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Stops waiting and downloading; what has arrived is kept and continued the next time. */
  readonly signal?: AbortSignal | undefined;
  /** A mirror that sends nothing for so long is given up; milliseconds. Default 30,000. */
  readonly stallTimeout?: number | undefined;
  /** Used in place of the global `fetch`, for proxies and tests. */
  readonly fetch?: typeof fetch | undefined;
}

const optionNames: readonly (keyof LoadDatasetOptions)[] = [
  "dataDir",
  "cacheDir",
  "offline",
  "mirrors",
  "onProgress",
  "signal",
  "stallTimeout",
  "fetch",
];

/**
 * Loads MNIST, Fashion-MNIST or CIFAR-10: from `dataDir`, else from the folder in RECIPROCAL_DATA, else from the
 * cache, else by download from the published mirrors into the cache. Node only.
 *
 * In a user's folder files may be gzip or not and are judged by their content (format, lengths, counts, labels), so a
 * set of the right format that is smaller or re-encoded is taken as it is. In the cache and from a mirror, length and
 * SHA-256 must be the published ones; a file there that differs is downloaded again. Downloads continue where they
 * stopped, and enter the cache whole, in one step; several processes may load at once.
 *
 * CIFAR-10 stays packed in the cache and is unpacked in memory: loading needs about 1.3 GB.
 *
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} for an unknown name or a bad `stallTimeout`
 * @throws {DatasetUnavailableError} when the files are nowhere; the message names files, sizes, digests, what each
 * mirror answered, and where to put them
 * @throws {DatasetFormatError} when the files of a user's folder are not what is needed
 * @throws the reason of `signal`, when that stops it
 */
export async function loadDataset(name: DatasetName, options: LoadDatasetOptions = {}): Promise<TrainTest> {
  if (!Object.hasOwn(knownSets, name)) {
    throw new RangeError(
      `loadDataset: name must be one of ${Object.keys(knownSets).join(", ")}, got ${String(name)}`,
    );
  }
  checkOptions("loadDataset", options, optionNames);
  return loadKnownSet(knownSets[name], options);
}
