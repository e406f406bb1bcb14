import { groupBy } from "../report/group-by.js";
import { runKey } from "../runner/run-key.js";
import type { Experiment, PaperGroup } from "./experiment.js";
import type { PaperLine } from "./paper-line.js";

/** The lines of an experiment in groups that are shown together: runs of different settings are never averaged. */
export function paperGroups(experiment: Experiment, lines: readonly PaperLine[]): PaperGroup[] {
  const groups = [...groupBy(experiment.select(lines), groupKey)];
  return groups.map(([key, members]) => {
    const { dataset } = members[0]!;
    const plain = `${experiment.name}-${dataset}`;
    const isAlone = groups.filter(([, others]) => others[0]!.dataset === dataset).length === 1;
    return {
      stem: isAlone ? plain : `${plain}-${key.slice(0, 6)}`,
      dataset,
      lines: members.toSorted(inOrder),
    };
  });
}

function groupKey({ dataset, settings }: PaperLine): string {
  const { learningRate, bias, sparsity, phases, ...common } = settings;
  void [learningRate, bias, sparsity, phases]; // differ by method, or are what is compared
  return runKey({ dataset, common });
}

const order: readonly PaperLine["method"][] = [
  "dense",
  "spectral-one",
  "spectral",
  "s-svd",
  "s-qr",
  "alternating",
];

function inOrder(a: PaperLine, b: PaperLine): number {
  return (
    order.indexOf(a.method) - order.indexOf(b.method) ||
    a.width - b.width ||
    (a.settings.sparsity ?? 0) - (b.settings.sparsity ?? 0) ||
    a.seed - b.seed
  );
}
