import { datasetNames } from "@reciprocal/published";
import { runKey, type LogLine } from "@reciprocal/sweeps";
import type { Experiment, Line, Run, Setting } from "./experiment.js";
import { object, oneOf, text } from "./fields.js";
import { tableNames } from "./small-tables.js";

/** Identifies settings: their order and the fields that are not keyed change nothing. */
export function identify<Own extends Setting>(
  { name, unkeyed = [] }: Pick<Experiment, "name" | "unkeyed">,
  settings: readonly Own[],
): Run<Own>[] {
  return settings.map((setting) => {
    const run = { experiment: name, ...setting };
    const keyed = Object.entries(run).filter(([field]) => !unkeyed.includes(field));
    return { ...run, key: runKey(Object.fromEntries(keyed)) };
  });
}

/**
 * The lines of an experiment among all lines of a log, one per key: the last, which may hold more.
 *
 * @throws {Error} if a line of this experiment does not have its fields; says where, after `path`
 */
export function experimentLines(
  experiment: Pick<Experiment, "name" | "line" | "isCurrent">,
  lines: readonly LogLine[],
  path: string,
): Line[] {
  const byKey = new Map<string, Line>();
  lines.forEach((line, index) => {
    if (line.experiment !== experiment.name) return;
    const read = line as unknown as Line;
    if (experiment.isCurrent?.(read) === false) return;
    const problem = lineProblem(experiment, line);
    if (problem !== undefined) throw new Error(`${path}: line ${index + 1}: ${problem}`);
    byKey.set(read.key, read);
  });
  return [...byKey.values()];
}

/**
 * A run with its result and provenance, as a line keeps them.
 *
 * @throws {Error} if a field of the experiment's lines is missing or wrong, NaN for instance, which a file cannot hold: the
 * line would count as done and could not be read
 */
export function lineOf<Result extends object>(
  experiment: Pick<Experiment, "line">,
  run: Run,
  result: Result,
): Run & Result {
  const line = { ...run, ...result };
  const problem = lineProblem(experiment, line);
  if (problem !== undefined) throw new Error(`the result cannot be kept: ${problem}`);
  return line;
}

const identity = object({
  key: text,
  dataset: oneOf([...datasetNames, ...tableNames]),
  settings: object({}),
});

/** What is wrong with a line, or undefined. */
function lineProblem({ line: fields }: Pick<Experiment, "line">, line: object): string | undefined {
  return identity.problem(line, "") ?? object(fields).problem(line, "");
}
