import type { DownloadSettings } from "./download-settings.js";
import type { PublishedFile } from "./published-file.js";
import { MirrorError, receive } from "./receive.js";
import { PartFile } from "./part-file.js";

/** How often one mirror may break off, each time with some bytes gained, before the next is asked. */
const attemptsPerMirror = 20;

/**
 * Downloads a file from the first address that has it, and moves it to `target` once length and SHA-256 are right.
 *
 * Bytes are collected in a part file, which is kept if all fails and continued the next time, whatever address it
 * came from: the digest decides. A digest that is wrong after a continued download is tried once more from the start.
 *
 * @returns undefined if the file is there, else what every address answered
 * @throws the reason of `signal`, if that stops it, and what the file system or `onProgress` throws
 */
export async function downloadFile(
  file: PublishedFile,
  target: string,
  settings: DownloadSettings,
): Promise<string[] | undefined> {
  const answers: string[] = [];
  const part = await PartFile.claim(target);
  try {
    for (const url of settings.urls) {
      const problem = await downloadFrom(url, file, part, settings);
      if (problem === undefined) {
        await part.publish();
        return undefined;
      }
      answers.push(`${url}: ${problem}`);
    }
    return answers;
  } finally {
    await part.release();
  }
}

/** Fills the part file from one address; returns what went wrong. */
async function downloadFrom(
  url: string,
  file: PublishedFile,
  part: PartFile,
  settings: DownloadSettings,
): Promise<string | undefined> {
  let problem = "";
  for (let attempt = 0; attempt < attemptsPerMirror; attempt++) {
    settings.signal?.throwIfAborted();
    if (part.length >= file.bytes) await part.reset();
    const from = part.length;
    try {
      await receive(url, file, part, settings);
    } catch (error) {
      if (!(error instanceof MirrorError)) throw error;
      problem = error.message;
      if (error.discard) await part.reset();
      if (error.isSlow) return problem;
      if (part.length > from || (error.discard && from > 0)) continue;
      return problem;
    }
    const digest = part.digest();
    if (digest === file.sha256) return undefined;
    problem = `SHA-256 is ${digest}, needed ${file.sha256}`;
    await part.reset();
    if (from === 0) return problem;
  }
  return `gave up after ${attemptsPerMirror} attempts: ${problem}`;
}
