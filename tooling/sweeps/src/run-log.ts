import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { fileError, readInsideSync } from "@reciprocal/files";
import { isObject, parseJson, quote } from "@reciprocal/guards";

/** What a line holds, before it is checked. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A file with one JSON object per line, one line per finished run. */
export interface RunLog {
  readonly path: string;
  /** What was in the file when it was opened, in order. */
  readonly lines: readonly LogLine[];
  /** What was repaired at the end of the file. */
  readonly repair: "none" | "dropped a torn last line" | "ended the last line";
  /**
   * Writes one line in one piece and waits until it is on the disk. Where that fails, on a full disk for instance, the
   * part that was written is taken away again.
   *
   * @throws {FileError} if it cannot be written
   */
  append(line: object): void;
}

/**
 * Opens the log, creating its folder if needed. A program killed while it wrote leaves a last line without its
 * end: such a line is dropped, or ended if only the newline is missing. A broken line before the last one was not
 * left by us, so it is an error and is not dropped silently.
 *
 * Two programs may append to one log at a time, but each knows only the lines that were there when it opened it.
 *
 * @throws {Error} if a line is not a JSON object; says which
 * @throws {FileError} if the file cannot be read or written, or is none: a folder, a device, or a link that leads elsewhere
 */
export function openRunLog(path: string): RunLog {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw fileError(dirname(path), "made", error);
  }
  const repair = repairEnd(path);
  const lines = readRunLog(path);
  return { path, lines, repair, append: (line) => append(path, `${JSON.stringify(line)}\n`) };
}

/**
 * The lines of a log as they are now, also while another program appends: an incomplete last line is skipped,
 * and the file is not changed. No lines if there is no file.
 *
 * @throws {Error} if a line before the last is not a JSON object, in which every name stands once; says which
 * @throws {FileError} if the file cannot be read
 */
export function readRunLog(path: string): RunLog["lines"] {
  const rows = new TextDecoder().decode(read(path)).split("\n");
  const last = rows.length - 1; // what follows the last newline
  return rows.flatMap((line, index) => {
    const found = parseObject(line);
    if (found.problem === undefined) return [found.data];
    if (index === last) return [];
    throw new Error(
      `${path}:${index + 1}: expected one JSON object, got ${quote(line.slice(0, 60))}${found.problem}; ` +
        "delete the line to go on, its run is then repeated",
    );
  });
}

/** Nothing if there is no file. */
function read(path: string): Uint8Array {
  try {
    return readInsideSync(dirname(path), basename(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Uint8Array();
    throw error;
  }
}

function repairEnd(path: string): RunLog["repair"] {
  const bytes = read(path);
  const lastNewline = bytes.lastIndexOf(0x0a);
  if (lastNewline === bytes.length - 1) return "none";
  if (parseObject(new TextDecoder().decode(bytes.subarray(lastNewline + 1))).problem === undefined) {
    append(path, "\n");
    return "ended the last line";
  }
  try {
    truncateSync(path, lastNewline + 1);
  } catch (error) {
    throw fileError(path, "written", error);
  }
  return "dropped a torn last line";
}

function append(path: string, text: string): void {
  try {
    const file = openSync(path, "a");
    try {
      const { size } = fstatSync(file);
      try {
        writeFileSync(file, text); // all of it or an error, where `writeSync` may stop short without one
        fsyncSync(file);
      } catch (error) {
        ftruncateSync(file, size);
        throw error;
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileError(path, "written", error);
  }
}

type Parsed =
  | { readonly data: LogLine; readonly problem?: undefined }
  /** What more there is to say than that it is none. */
  | { readonly problem: string };

function parseObject(text: string): Parsed {
  try {
    const data = parseJson(text);
    return isObject(data) && !Array.isArray(data) ? { data: data as LogLine } : { problem: "" };
  } catch (error) {
    const { message } = error as SyntaxError;
    return { problem: message.startsWith("every name") ? ` (${message})` : "" };
  }
}
