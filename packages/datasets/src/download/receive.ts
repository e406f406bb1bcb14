import { cutMessage } from "@reciprocal/guards";
import { Pace } from "./pace.js";
import type { DownloadSettings } from "./download-settings.js";
import type { PartFile } from "./part-file.js";
import type { PublishedFile } from "./published-file.js";

/** What a mirror did wrong. */
export class MirrorError extends Error {
  /** Whether the bytes there so far do not fit what it has. */
  readonly discard: boolean;
  /** Whether it only takes too long: asking it again would take as long. */
  readonly isSlow: boolean;

  constructor(message: string, { discard = false, isSlow = false } = {}) {
    super(cutMessage(message));
    this.discard = discard;
    this.isSlow = isSlow;
  }
}

/**
 * Asks an address for the bytes that the part file lacks and appends them until it has the published length.
 *
 * @throws {MirrorError} if the address refuses, breaks off, stalls, trickles, or sends another length
 * @throws the reason of `signal`, if that stops it, and what the file system or `onProgress` throws
 */
export async function receive(
  url: string,
  file: PublishedFile,
  part: PartFile,
  { fetch, stallTimeout, minRate, signal, onProgress }: Omit<DownloadSettings, "urls">,
): Promise<void> {
  const pace = new Pace(minRate, stallTimeout);
  const stalled = new AbortController();
  const stop = signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal;
  // what the network does, and nothing else, can become a MirrorError
  const fromNetwork = async <T>(work: Promise<T>): Promise<T> => {
    const start = performance.now();
    const timer = setTimeout(
      () => stalled.abort(new Error(`sent nothing for ${stallTimeout} ms`)),
      stallTimeout,
    );
    try {
      return await unlessAborted(work, stop);
    } catch (error) {
      signal?.throwIfAborted();
      const isSlow = stalled.signal.aborted && pace.isSlow(performance.now() - start);
      throw new MirrorError(reasonOf(error), { isSlow });
    } finally {
      clearTimeout(timer);
      pace.wait(performance.now() - start);
    }
  };

  const from = part.length;
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (from > 0) headers.range = `bytes=${from}-`;
  const response = await fromNetwork(fetch(url, { headers, signal: stop }));
  const body = response.body?.getReader();
  try {
    checkResponse(response, from, file);
    if (response.status === 200 && from > 0) await part.reset(); // no Range here: the whole file comes
    if (!body) throw new MirrorError("sent no body");
    while (part.length < file.bytes) {
      const { done, value } = await fromNetwork(body.read());
      if (done) throw new MirrorError(`sent ${part.length} of ${file.bytes} bytes`);
      if (part.length + value.length > file.bytes) {
        throw new MirrorError(`sent more than ${file.bytes} bytes`, { discard: true });
      }
      await part.append(value);
      const fault = pace.gain(value.length);
      if (fault !== undefined && part.length < file.bytes) throw new MirrorError(fault, { isSlow: true });
      onProgress?.({ file: file.file, url, receivedBytes: part.length, totalBytes: file.bytes });
    }
  } finally {
    stalled.abort(); // closes the connection, also if the body was not read to its end
    body?.cancel().catch(() => undefined);
  }
}

function checkResponse(response: Response, from: number, file: PublishedFile): void {
  const answer = `${response.status} ${response.statusText}`.trim();
  const header = (name: string) => response.headers.get(name);
  if (from > 0 && response.status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(header("content-range") ?? "");
    const fits = range && Number(range[1]) === from && (range[2] === "*" || Number(range[2]) === file.bytes);
    if (!fits)
      throw new MirrorError(`answered ${answer} with the range ${header("content-range")}`, {
        discard: true,
      });
    return;
  }
  if (response.status !== 200)
    throw new MirrorError(`answered ${answer}`, { discard: response.status === 416 });
  const length = header("content-length");
  // fetch has undone a content encoding, so that the header would count other bytes
  if (header("content-encoding") === null && length !== null && Number(length) !== file.bytes) {
    throw new MirrorError(`has ${length} bytes, needed ${file.bytes}`);
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    if (signal.aborted) stop();
  });
}

/** The innermost message: fetch itself says only "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  return error.message || code || error.name;
}
