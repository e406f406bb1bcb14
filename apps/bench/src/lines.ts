import { datasetNames } from "@reciprocal/published";
import { runKey, type LogLine } from "@reciprocal/sweeps";
import type { Experiment, Line, Run, Setting } from "./experiment.js";
import { object, oneOf, text } from "./fields.js";

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
  const identity = object({ key: text, dataset: oneOf(datasetNames), settings: object({}) });
  const fields = object(experiment.line);
  const byKey = new Map<string, Line>();
  lines.forEach((line, index) => {
    if (line.experiment !== experiment.name) return;
    const read = line as unknown as Line;
    if (experiment.isCurrent?.(read) === false) return;
    const problem = identity.problem(line, "") ?? fields.problem(line, "");
    if (problem !== undefined) throw new Error(`${path}: line ${index + 1}: ${problem}`);
    byKey.set(read.key, read);
  });
  return [...byKey.values()];
}
