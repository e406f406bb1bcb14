import { datasetTitle } from "@reciprocal/published";
import { groupBy, heading, table, text, words, type Block } from "@reciprocal/report";
import type { Setting } from "../experiment.js";
import { provenanceText } from "../provenance.js";

type Lines<Line> = readonly (Line & Setting & Parameters<typeof provenanceText>[0][number])[];

/** A part of a report for each data set, width and set of settings; its files are named `<name>-<dataset>`. */
export function settingSections<Line extends { readonly width: number }>(
  lines: Lines<Line>,
  name: string,
  section: (lines: Lines<Line>, name: string) => Block[],
): Block[] {
  const groups = [
    ...groupBy(lines, ({ dataset, width, settings }) => JSON.stringify([dataset, width, settings])).values(),
  ];
  return groups.flatMap((members, index) => {
    const { dataset, width, settings } = members[0]!;
    const own = `${name}-${dataset}${groups.length > 1 ? `-${index + 1}` : ""}`;
    return [
      heading(2, `${datasetTitle(dataset)}, ${width} hidden nodes`),
      ...section(members, own),
      heading(3, "Settings"),
      table({
        name: `${own}-settings`,
        headings: ["setting", "value"],
        rows: Object.entries(settings).map(([setting, value]) => [words(setting), settingText(value)]),
      }),
      text(provenanceText(members)),
    ];
  });
}

function settingText(value: unknown): string {
  if (value === null) return "all";
  return typeof value === "string"
    ? value
    : JSON.stringify(value)
        .replace(/[[\]{}"]/g, "")
        .replace(/([,:])/g, "$1 ");
}
