import { runKey, type LogLine } from "@reciprocal/sweeps";
import type { Experiment, Line, Run, Setting } from "./experiment.js";
import { key, object, oneOf } from "./fields.js";
import { provenanceFields } from "./provenance.js";

/** Identifies settings: their order and the fields that are not keyed change nothing. */
export function identify<Own extends Setting>(
  { name, unkeyed = [] }: Pick<Experiment, "name" | "unkeyed">,
  settings: readonly Own[],
): Run<Own>[] {
  return settings.map((setting) => {
    const run = { experiment: name, ...setting };
    return { ...run, key: keyOf(run, unkeyed) };
  });
}

function keyOf(run: object, unkeyed: readonly string[]): string {
  return runKey(Object.fromEntries(Object.entries(run).filter(([field]) => !unkeyed.includes(field))));
}

type Checked = Pick<Experiment, "name" | "setting" | "line" | "unkeyed" | "isCurrent">;

/**
 * The lines of an experiment among all lines of a log, one per key. A run that was done again since its line did not hold
 * enough has two: the last counts.
 *
 * @throws {Error} if a line of this experiment does not have its fields, and no others, with values that they can have; if
 * its key is not that of its settings; or if it adds nothing to an earlier line of its run. Says where, after `path`
 */
export function experimentLines(experiment: Checked, lines: readonly LogLine[], path: string): Line[] {
  const byKey = new Map<string, { readonly line: Line; readonly number: number }>();
  lines.forEach((line, index) => {
    if (line.experiment !== experiment.name) return;
    const read = line as unknown as Line;
    if (experiment.isCurrent?.(read) === false) return;
    const number = index + 1;
    const earlier = byKey.get(read.key);
    const problem =
      lineProblem(experiment, line) ??
      (earlier && !addsTo(earlier.line, line)
        ? `a run must have one line, but line ${earlier.number} is of the same; delete one of them`
        : undefined);
    if (problem !== undefined) throw new Error(`${path}:${number}: ${problem}`);
    byKey.set(read.key, { line: read, number });
  });
  return [...byKey.values()].map(({ line }) => line);
}

function addsTo(earlier: object, later: object): boolean {
  return Object.keys(later).some((name) => !Object.hasOwn(earlier, name));
}

/**
 * A run with its result and provenance, as a line keeps them.
 *
 * @throws {Error} if a field of the experiment's lines is missing or wrong, NaN for instance, which a file cannot hold: the
 * line would count as done and could not be read
 */
export function lineOf<Result extends object>(experiment: Checked, run: Run, result: Result): Run & Result {
  const line = { ...run, ...result };
  const problem = lineProblem(experiment, line);
  if (problem !== undefined) throw new Error(`the result cannot be kept: ${problem}`);
  return line;
}

/** What is wrong with a line, or undefined. */
function lineProblem(
  { name, setting, line: fields, unkeyed = [] }: Checked,
  line: object,
): string | undefined {
  const whole = { experiment: oneOf([name]), ...setting, key, ...provenanceFields, ...fields };
  const problem = object(whole).problem(line, "");
  if (problem !== undefined) return problem;
  const own = Object.entries(line).filter(
    ([field]) => field === "experiment" || Object.hasOwn(setting, field),
  );
  const expected = keyOf(Object.fromEntries(own), unkeyed);
  const found = (line as Run).key;
  return found === expected ? undefined : `key must be that of the settings, ${expected}, got ${found}`;
}
