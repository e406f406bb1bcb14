/** How far the download of one file is. */
export interface DownloadProgress {
  /** Name of the published file. */
  readonly file: string;
  /** Where it comes from. */
  readonly url: string;
  /** Bytes that are there so far, those of an earlier, interrupted download included. */
  readonly receivedBytes: number;
  /** Bytes of the whole file, as published. */
  readonly totalBytes: number;
}

/** How a file is downloaded. */
export interface DownloadSettings {
  readonly urls: readonly string[];
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a byte after which a mirror is given up. */
  readonly stallTimeout: number;
  /** Bytes that a mirror must send in a second of waiting, on average over the stall timeout. */
  readonly minRate: number;
  readonly fetch: typeof fetch;
}
