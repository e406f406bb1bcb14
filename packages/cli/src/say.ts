/** A line of results, on standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A line about how things go, on standard error, so that results stay alone in a pipe. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
