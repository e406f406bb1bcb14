import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/** What a line holds, before it is checked. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A file with one JSON object per line, one line per finished run. */
export interface RunLog {
  readonly path: string;
  /** What was in the file when it was opened, in order. */
  readonly lines: readonly LogLine[];
  /** What was repaired at the end of the file. */
  readonly repair: "none" | "dropped a torn last line" | "ended the last line";
  /** Writes one line in one piece and waits until it is on the disk. */
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
 */
export function openRunLog(path: string): RunLog {
  mkdirSync(dirname(path), { recursive: true });
  const repair = existsSync(path) ? repairEnd(path) : "none";
  const lines = readRunLog(path);
  return { path, lines, repair, append: (line) => appendLine(path, JSON.stringify(line)) };
}

/**
 * The lines of a log as they are now, also while another program appends: an incomplete last line is skipped,
 * and the file is not changed. No lines if there is no file.
 *
 * @throws {Error} if a line before the last is not a JSON object; says which
 */
export function readRunLog(path: string): RunLog["lines"] {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const rows = text.split("\n");
  const last = rows.length - 1; // what follows the last newline
  return rows.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const data = parseObject(line);
    if (data !== undefined) return [data];
    if (index === last) return [];
    throw new Error(
      `${path}:${index + 1}: expected one JSON object, got ${JSON.stringify(line.slice(0, 60))}; ` +
        "delete the line to go on, its run is then repeated",
    );
  });
}

function repairEnd(path: string): RunLog["repair"] {
  const bytes = readFileSync(path);
  const lastNewline = bytes.lastIndexOf(0x0a);
  if (lastNewline === bytes.length - 1) return "none";
  if (parseObject(bytes.toString("utf8", lastNewline + 1)) !== undefined) {
    appendLine(path, "");
    return "ended the last line";
  }
  truncateSync(path, lastNewline + 1);
  return "dropped a torn last line";
}

function appendLine(path: string, line: string): void {
  const file = openSync(path, "a");
  try {
    writeFileSync(file, `${line}\n`); // all of it or an error, where `writeSync` may stop short without one
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" && data !== null && !Array.isArray(data)
      ? (data as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
