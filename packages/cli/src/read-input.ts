import { type FileKind, isTfjs, kindOfContent } from "./file-kind.js";
import { readBytes } from "./read-bytes.js";

/**
 * A file or folder that the user named, read once: what comes from a FIFO or from standard input does not come again. All
 * that is to be known of it is made of these bytes.
 */
export type Input =
  | { readonly path: string; readonly kind: Exclude<FileKind, "tfjs">; readonly bytes: Uint8Array }
  | { readonly path: string; readonly kind: "tfjs"; readonly bytes?: undefined };

/** @throws as `readBytes`, and {UsageError} for what is of no kind */
export function readInput(path: string): Input {
  if (isTfjs(path)) return { path, kind: "tfjs" };
  const bytes = readBytes(path);
  return { path, kind: kindOfContent(path, bytes), bytes };
}
