import {
  abortSignal,
  callback,
  flag,
  list,
  number,
  options,
  type OptionTable,
  text,
} from "@reciprocal/guards";
import type { DownloadProgress } from "../download/download-settings.js";
import { type ImageLayout, layoutRule } from "../images/layout.js";
import { type PixelKind, pixelRule } from "../images/pixels.js";

/** Options of `loadDataset`. */
export interface LoadDatasetOptions {
  /**
   * Folder that holds the files: the set's own, or one above it with `mnist/`, `fashion-mnist/`, `cifar10/` or
   * `cifar-10-batches-bin/`, or torchvision's `MNIST/raw`, `FashionMNIST/raw`. Only this folder is then looked at.
   * Default: the folder that RECIPROCAL_DATA names if the set is there, else the cache.
   */
  readonly dataDir?: string | undefined;
  /** Where downloads are kept. Default: RECIPROCAL_CACHE, else `reciprocal/datasets` in the XDG cache folder. */
  readonly cacheDir?: string | undefined;
  /**
   * `channels-last` (default): images are [height, width, channels]. `channels-first`: [channels, height, width], the order
   * of the CIFAR-10 files, in which published results were trained.
   */
  readonly layout?: ImageLayout | undefined;
  /** `float32` (default): pixel / 255. `uint8`: the bytes, in a quarter of the memory; `fit` and `evaluate` take both. */
  readonly pixels?: PixelKind | undefined;
  /** Never ask the network. Default false. */
  readonly offline?: boolean | undefined;
  /** Addresses of folders to download from, in the order to try, in place of the published mirrors. */
  readonly mirrors?: readonly string[] | undefined;
  /** Called as bytes of a download arrive. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Stops waiting and downloading; what has arrived is kept and continued the next time. */
  readonly signal?: AbortSignal | undefined;
  /** How long a mirror may send nothing before the next is asked, in milliseconds. Default 30,000. */
  readonly stallTimeout?: number | undefined;
  /**
   * How many bytes a second a mirror must send, on average over `stallTimeout`, or else the next is asked. Default 4,000; 0
   * waits as long as something comes.
   */
  readonly minRate?: number | undefined;
  /** Used in place of the global `fetch`, for proxies and tests. */
  readonly fetch?: typeof fetch | undefined;
}

/** The options of `loadDataset`. */
export const loadDatasetOptions = options(
  () =>
    ({
      dataDir: text().optional(),
      cacheDir: text().optional(),
      layout: layoutRule().default("channels-last"),
      pixels: pixelRule().default("float32"),
      offline: flag().default(false),
      mirrors: list(text()).optional(),
      onProgress: callback<NonNullable<LoadDatasetOptions["onProgress"]>>().optional(),
      signal: abortSignal().optional(),
      // timers of Node hold 31 bits; longer ones fire at once
      stallTimeout: number({ above: 0, below: 2 ** 31 }).default(30_000),
      minRate: number({ min: 0 }).default(4000),
      fetch: callback<typeof fetch>().optional(),
    }) satisfies OptionTable<LoadDatasetOptions>,
);
