import { show } from "@reciprocal/guards";
import type { AnyDataset, Dataset, SampleInputs } from "../dataset.js";
import { nameList } from "../name-list.js";

/** Says by `warn` which classes of a data set one of its two parts lacks. */
export function warnOfLackingClasses(
  where: string,
  dataset: Dataset<SampleInputs>,
  parts: { readonly train: Dataset<SampleInputs>; readonly heldOut: Dataset<SampleInputs> },
  warn: (message: string) => void,
): void {
  const present = new Set(dataset.labels);
  for (const [name, part] of [
    ["training", parts.train],
    ["held-out", parts.heldOut],
  ] as const) {
    const there = new Set(part.labels);
    const lacking = [...present].filter((label) => !there.has(label)).sort((a, b) => a - b);
    if (lacking.length === 0) continue;
    const names = nameList(lacking.map((label) => dataset.classNames?.[label] ?? String(label)));
    warn(
      `${where}: the ${name} part of ${dataset.name} has no sample of the classes ${names}; stratify: true divides every class`,
    );
  }
}

/** Whether the classes of a data set follow each other in its order, so that its end holds the last of them only. */
export function isSortedByClass({ labels }: Dataset<SampleInputs>): boolean {
  return labels[0] !== labels.at(-1) && labels.every((label, i) => i === 0 || label >= labels[i - 1]!);
}

/** @throws {TypeError} for a data set without classes, which `stratify` would need */
export function checkHasClasses(
  where: string,
  dataset: AnyDataset,
): asserts dataset is Dataset<SampleInputs> {
  if ("labels" in dataset) return;
  throw new TypeError(
    `${where}: stratify needs a data set with labels, got ${show(dataset.name)}, which has targets`,
  );
}
