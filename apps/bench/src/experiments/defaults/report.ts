import {
  groupBy,
  heading,
  list,
  spread,
  table,
  text,
  words,
  type Block,
  type Table,
} from "@reciprocal/report";
import type { ReportContext } from "../../experiment.js";
import { missingBlocks } from "../../missing-blocks.js";
import { provenanceText } from "../../provenance.js";
import { heldOutPart, moonsShape } from "../../small-tables.js";
import type { DefaultsLine } from "./defaults-line.js";
import { defaultsClaims, signed, summarizeDefaults, type DefaultsRow } from "./summarize.js";

export function defaultsBlocks(lines: readonly DefaultsLine[], { missing }: ReportContext): Block[] {
  return [
    text(
      "Networks with one hidden layer of ReLU nodes, every layer of the same method, trained by `fit` with nothing said but " +
        "`epochs` and the seed: starting values, optimizer, rates by role, schedule and batch size are the defaults.",
    ),
    text(
      `${100 * heldOutPart} % of every class of moons, iris and wine are held out and tested; the seed decides which, and the ` +
        "features are standardized by the others. The four points of XOR are trained and tested. Of MNIST the published " +
        `test set is tested, and its pixels are from 0 to 1. The moons are two half circles of ${moonsShape.count} points in all ` +
        `with normal noise of the deviation ${moonsShape.noise}; iris (R. A. Fisher, 1936) and wine (S. Aeberhard and M. Forina, ` +
        "UCI Machine Learning Repository, doi:10.24432/C5PC7J, CC BY 4.0) are the real tables.",
    ),
    text(
      "Mean over seeds, ± one sample standard deviation, n seeds; worst is the seed with the lowest accuracy. To dense is the " +
        "mean less that of the dense networks beside it. Trained counts all numbers that train, biases too.",
    ),
    ...missingBlocks(missing),
    heading(2, "What holds"),
    ...claimBlocks(lines),
    ...sections(lines),
  ];
}

function claimBlocks(lines: readonly DefaultsLine[]): Block[] {
  const claims = defaultsClaims(lines).filter(({ comparisons }) => comparisons.length > 0);
  const failed = claims.flatMap(({ text, comparisons }) =>
    comparisons
      .filter(({ holds }) => !holds)
      .map(({ where, found }) => `Does not hold: ${text} ${where}: ${found}`),
  );
  const rows = claims.map(({ text, comparisons }) => [
    text,
    `${comparisons.filter(({ holds }) => holds).length} of ${comparisons.length}`,
    comparisons.map(({ where, found }) => `${where}: ${found}`).join("; "),
  ]);
  const headings = ["statement", "holds", "found"];
  return [
    table({ name: "defaults-claims", headings, rows, prose: true }),
    ...(failed.length > 0 ? [list(failed)] : []),
  ];
}

/** One for each set of defaults, which must not be averaged with others. */
function sections(lines: readonly DefaultsLine[]): Block[] {
  const groups = [...groupBy(lines, ({ settings }) => JSON.stringify(settings.defaultOptimizer)).values()];
  return groups.flatMap((members, index) => {
    const name = groups.length === 1 ? "defaults" : `defaults-${index + 1}`;
    const { defaultOptimizer } = members[0]!.settings;
    const seeds = [...new Set(members.map(({ seed }) => seed))].sort((a, b) => a - b);
    return [
      heading(2, "Accuracy held out"),
      table(defaultsTable(summarizeDefaults(members), name)),
      heading(3, "Settings"),
      table({
        name: `${name}-settings`,
        headings: ["setting", "value"],
        rows: [
          ...Object.entries(defaultOptimizer).map(([setting, value]) => [
            setting === "kind" ? "optimizer" : words(setting),
            valueText(value),
          ]),
          ["seeds", seeds.join(", ")],
        ],
      }),
      text(provenanceText(members)),
    ];
  });
}

function valueText(value: string | number | object): string {
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([role, one]) => `${role} ${one}`)
    .join(", ");
}

export function defaultsTable(rows: readonly DefaultsRow[], name: string): Table {
  return {
    name,
    headings: ["data", "hidden nodes", "epochs", "method", "n", "accuracy", "worst", "to dense", "trained"],
    rows: rows.map((row) => [
      row.dataset,
      String(row.width),
      String(row.epochs),
      row.method,
      String(row.testAccuracy.count),
      spread(row.testAccuracy, 4),
      row.worst.toFixed(4),
      row.toDense === null || row.method === "dense" ? "–" : signed(row.toDense),
      row.trainedParameters.toLocaleString("en"),
    ]),
    data: rows.map(({ testAccuracy: { mean, deviation, count }, ...row }) => ({
      ...row,
      runs: count,
      testAccuracy: mean,
      deviation,
    })),
  };
}
