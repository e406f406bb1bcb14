/** How far the download of one file is. */
export interface DownloadProgress {
  /** Name of the published file. */
  readonly file: string;
  /** Where it comes from. */
  readonly url: string;
  /** Bytes that are there so far, those of an earlier, interrupted download included. */
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

/** How a file is downloaded. */
export interface DownloadSettings {
  readonly urls: readonly string[];
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly stallTimeout: number;
  readonly fetch: typeof fetch;
}
