import { printableLines } from "@reciprocal/guards";

/** Results for people, on standard output; names out of files are escaped where a terminal would obey them. */
export function print(text: string): void {
  process.stdout.write(`${printableLines(text)}\n`);
}

/** A line of results for programs, on standard output, unchanged; on a terminal escaped too, as `ls` does with names. */
export function printData(line: string): void {
  process.stdout.write(`${process.stdout.isTTY ? printableLines(line) : line}\n`);
}

/** A line about how things go, on standard error, so that results stay alone in a pipe. */
export function note(text: string): void {
  process.stderr.write(`${printableLines(text)}\n`);
}
