import { describeBytes, show } from "@reciprocal/guards";
import { DatasetFormatError } from "../errors.js";
import { gunzip } from "../gunzip.js";

/**
 * The text of a table, without a byte order mark. Bytes are read as `encoding` says, else as UTF-16 by its mark, else
 * as UTF-8; gzip is unpacked (in Node).
 *
 * @throws {TypeError} for neither text nor bytes
 * @throws {RangeError} for an encoding that this runtime does not know, or one given for text
 * @throws {DatasetFormatError} for text that was read in a wrong encoding, and for what is no table
 */
export function decodeText(
  where: string,
  source: string | Uint8Array,
  { encoding, maxBytes }: { readonly encoding?: string | undefined; readonly maxBytes?: number | undefined },
): string {
  if (typeof source === "string") {
    if (encoding !== undefined) {
      throw new RangeError(
        `${where}: encoding is for bytes, got a text, which was decoded before; pass the bytes of the file`,
      );
    }
    refuseOthers(where, new TextEncoder().encode(source.slice(0, 65536)));
    return checkText(where, source.replace(/^\uFEFF/, ""));
  }
  if (!(source instanceof Uint8Array)) {
    throw new TypeError(`${where}: needs the text of a table as a string or its bytes, got ${show(source)}`);
  }
  const bytes = gunzip(source, { caller: where, file: "the file", maxBytes });
  refuseOthers(where, bytes);
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding ?? markOf(bytes) ?? "utf-8");
  } catch (cause) {
    throw new RangeError(
      `${where}: encoding must be one that TextDecoder knows, such as "windows-1252", got ${show(encoding)}`,
      { cause },
    );
  }
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    throw new DatasetFormatError(
      `${where}: needed a table that one string can hold, about 0.5 GB, got ${bytes.length} bytes`,
      { cause },
    );
  }
  return checkText(where, text);
}

/** @throws {DatasetFormatError} for what is no table, a web page or a workbook for example, and is known by its beginning */
function refuseOthers(where: string, bytes: Uint8Array): void {
  const found = describeBytes(bytes);
  if (found === undefined || found.kind === "text" || found.kind === "empty") return;
  // a name of a column may stand in brackets
  if (
    found.kind === "json" &&
    !/^\s*(\[\s*([{["]|-?\d)|\{\s*")/.test(new TextDecoder().decode(bytes.subarray(0, 4096)))
  )
    return;
  const rows = found.kind === "json" ? "; tableFromRows takes the objects that JSON.parse makes of it" : "";
  throw new DatasetFormatError(
    `${where}: needed the text of a table, got what looks like ${found.text}${rows}`,
  );
}

function markOf([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

/** Two words of which different letters were lost would become one, and nobody would see it. */
function checkText(where: string, text: string): string {
  const lineOf = (at: number) => text.slice(0, at).split("\n").length;
  const zero = text.indexOf("\0");
  if (zero >= 0) {
    throw new DatasetFormatError(
      `${where}, line ${lineOf(zero)}: needed text, got a zero byte; if the file is text, it is UTF-16: pass its bytes with encoding: "utf-16le"`,
    );
  }
  checkLetters((at) => `${where}, line ${lineOf(at)}`, text, "pass the bytes of the file");
  return text;
}

/**
 * @param whereAt - for the error, of a place in the text
 * @param advice - how to have it read with the right encoding
 * @throws {DatasetFormatError} for text that was read in a wrong encoding
 */
export function checkLetters(whereAt: (at: number) => string, text: string, advice: string): void {
  const lost = text.indexOf("\uFFFD");
  if (lost < 0) return;
  const around = text.slice(Math.max(0, lost - 10), lost + 10).trim();
  throw new DatasetFormatError(
    `${whereAt(lost)}: needed text in the encoding in which it is read, got ${show(around)} with the sign for bytes that are none (U+FFFD); ${advice} with encoding: "windows-1252" (Western Europe), "windows-1250" (Central Europe), "windows-1251" (Cyrillic), "shift_jis", "gb18030" or whichever it was written in`,
  );
}
