import { nodeModule } from "@reciprocal/node-module";
import { DatasetFormatError } from "./errors.js";

/**
 * The content of gzip bytes; other bytes come back as they are. Gzip is recognized by its two magic bytes.
 *
 * @throws {DatasetFormatError} if the gzip stream is cut off, damaged, or followed by other bytes
 * @throws {Error} for gzip bytes outside Node
 */
export function gunzip(bytes: Uint8Array, file: string, caller: string): Uint8Array {
  if (!(bytes[0] === 0x1f && bytes[1] === 0x8b)) return bytes;
  const { gunzipSync } = nodeModule("node:zlib", caller);
  let consumed: number;
  let content: Uint8Array;
  try {
    // with `info` Node returns the engine too, whose bytesWritten counts the input it used; the typings lack it
    const result = gunzipSync(bytes, { info: true }) as unknown as {
      buffer: Uint8Array;
      engine: { bytesWritten: number };
    };
    content = result.buffer;
    consumed = result.engine.bytesWritten;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetFormatError(
      `${caller}: ${file}: needed a whole gzip stream, got ${bytes.length} bytes that do not decompress (${reason}); is the file damaged or cut off?`,
      { cause },
    );
  }
  if (consumed !== bytes.length) {
    throw new DatasetFormatError(
      `${caller}: ${file}: needed the end of the file after the gzip stream, got ${bytes.length - consumed} more bytes`,
    );
  }
  return content;
}
