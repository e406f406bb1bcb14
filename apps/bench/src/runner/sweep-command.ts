import type { Keyed, SweepOutcome } from "./run-sweep.js";

/** Exit code of a program that Ctrl-C ended, by convention of shells. */
const interrupted = 130;

/** Aborted by Ctrl-C and by SIGTERM. */
export function stopSignal(): AbortSignal {
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.on("SIGINT", stop).on("SIGTERM", stop); // stays on: npm and pnpm pass a Ctrl-C on a second time
  return abort.signal;
}

/** The lines of the runs that a command was asked for, in their order, and what is missing of them, in words. */
export function sweepResults<Run extends Keyed, Line extends Run>(
  runs: readonly Run[],
  { lines, failures }: SweepOutcome<Run, Line>,
  words: { describe(run: NoInfer<Run>): string; notDone(count: number): string },
): { own: Line[]; missing: string[] } {
  const finished = new Map(lines.map((line) => [line.key, line]));
  const own = runs.flatMap((run) => finished.get(run.key) ?? []);
  const missing = failures.map(({ run, message }) => `${words.describe(run)}: ${message}`);
  const open = runs.length - own.length - failures.length;
  if (open > 0) missing.push(words.notDone(open));
  return { own, missing };
}

/** Says what is missing, and sets the exit code. */
export function endSweepCommand(
  signal: AbortSignal,
  { missing, failures }: { missing: readonly string[]; failures: readonly unknown[] },
): void {
  for (const reason of missing) process.stderr.write(`missing: ${reason}\n`);
  process.exitCode = signal.aborted ? interrupted : failures.length > 0 ? 1 : 0;
}
