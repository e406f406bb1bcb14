import type { DatasetName } from "@reciprocal/published";
import { groupBy } from "@reciprocal/report";
import { runKey } from "@reciprocal/sweeps";
import type { TrainingRun } from "./training-run.js";

/** Lines that are shown together. */
export interface Group<Line> {
  /** Begins the names of files. */
  readonly stem: string;
  readonly dataset: DatasetName;
  /** By method, width, sparsity and seed, in that order. */
  readonly lines: readonly Line[];
}

/** The order of methods in tables. */
const order: readonly TrainingRun["method"][] = [
  "dense",
  "spectral-one",
  "spectral",
  "s-svd",
  "s-qr",
  "alternating",
];

/**
 * Sorts lines into groups, in order of first appearance.
 *
 * @param common - what must be equal in a group, so that runs of different settings are never averaged
 * @param nameOf - begins the stem of a group; groups of the same name get a part of their key
 */
export function groupLines<Line extends TrainingRun>(
  lines: readonly Line[],
  common: (line: Line) => unknown,
  nameOf: (line: Line) => string,
): Group<Line>[] {
  const groups = [...groupBy(lines, (line) => runKey(common(line)))];
  return groups.map(([key, members]) => {
    const name = nameOf(members[0]!);
    const isAlone = groups.filter(([, others]) => nameOf(others[0]!) === name).length === 1;
    return {
      stem: isAlone ? name : `${name}-${key.slice(0, 6)}`,
      dataset: members[0]!.dataset,
      lines: members.toSorted(inOrder),
    };
  });
}

function inOrder(a: TrainingRun, b: TrainingRun): number {
  return (
    order.indexOf(a.method) - order.indexOf(b.method) ||
    a.width - b.width ||
    (a.settings.sparsity ?? 0) - (b.settings.sparsity ?? 0) ||
    a.seed - b.seed
  );
}
