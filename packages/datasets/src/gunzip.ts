import { integer, type OptionalRule } from "@reciprocal/guards";
import { nodeModule } from "@reciprocal/node-module";
import { DatasetFormatError } from "./errors.js";

/** Who asks for the content of gzip bytes. */
export interface GunzipRequest {
  readonly caller: string;
  /** Name of the file, for errors. */
  readonly file: string;
  /** How many bytes the content may have. Default: 64 times as many as are given, and 64 MiB at least. */
  readonly maxBytes?: number | undefined;
}

// data sets shrink to a third or a tenth; gzip can shrink what is all alike to a thousandth
const mostGrowth = 64;
const alwaysAllowed = 2 ** 26;
const mostInNode = 2 ** 32; // the longest buffer of Node 20

/** What the option `maxBytes` of functions must be that read gzip. */
export function maxBytesRule(): OptionalRule<number> {
  return integer({ min: 1, max: mostInNode }).optional();
}

/**
 * The content of gzip bytes, of several streams one after another if there are; other bytes come back as they are. Gzip is
 * recognized by its two magic bytes. The content is checked by the CRC-32 and the length in the file.
 *
 * @throws {DatasetFormatError} if the gzip stream is cut off, damaged, or followed by other bytes, or its content is larger
 * than allowed, which is noticed before it is made
 * @throws {Error} for gzip bytes outside Node
 */
export function gunzip(
  bytes: Uint8Array,
  {
    caller,
    file,
    maxBytes = Math.min(Math.max(alwaysAllowed, mostGrowth * bytes.length), mostInNode),
  }: GunzipRequest,
): Uint8Array {
  if (!(bytes[0] === 0x1f && bytes[1] === 0x8b)) return bytes;
  const { gunzipSync } = nodeModule("node:zlib", caller);
  let consumed: number;
  let content: Uint8Array;
  try {
    // with `info` Node returns the engine too, whose bytesWritten counts the input it used; the typings lack it
    const result = gunzipSync(bytes, {
      info: true,
      maxOutputLength: maxBytes,
    }) as unknown as {
      buffer: Uint8Array;
      engine: { bytesWritten: number };
    };
    content = result.buffer;
    consumed = result.engine.bytesWritten;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw new DatasetFormatError(
        `${caller}: ${file}: needed a gzip stream of at most ${maxBytes} bytes, got ${bytes.length} bytes that decompress to more; unpack the file yourself, or give a larger maxBytes`,
        { cause },
      );
    }
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
