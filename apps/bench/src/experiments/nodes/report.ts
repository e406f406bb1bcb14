import { datasetTitle } from "@reciprocal/published";
import {
  figures,
  list,
  spread,
  table,
  text,
  type Block,
  type Figure,
  type SeriesLook,
  type Table,
} from "@reciprocal/report";
import type { ReportContext } from "../../experiment.js";
import { missingBlocks } from "../../missing-blocks.js";
import { settingSections } from "../setting-groups.js";
import { strategies, strategyTexts, type NodesLine, type Strategy } from "./nodes-line.js";
import { nodesFindings, summarizeNodes, type NodesFindings, type NodesRow } from "./summarize.js";

const looks: Readonly<Record<Strategy, SeriesLook>> = {
  "pre-training": { color: "#2f86d6", symbol: "circle" },
  "pre-training-random": { color: "#b45fc9", symbol: "star" },
  "post-training": { color: "#1f9d74", symbol: "diamond" },
  "post-training-random": { color: "#97911f", symbol: "cross" },
  incoming: { color: "#7b8494", symbol: "square" },
  "incoming-tuned": { color: "#d9731a", symbol: "triangle" },
  random: { color: "#c2506a", symbol: "wye" },
};

/** A section for each data set, width and set of settings. */
export function nodesBlocks(lines: readonly NodesLine[], { missing }: ReportContext): Block[] {
  return [
    text(
      "Test accuracy against the hidden nodes that are left, after arXiv:2108.00940. Nodes are removed for real: " +
        "bytes and times are those of the smaller network. Mean over seeds, ± one sample standard deviation. " +
        "Ratios and the column “less whole” compare with the whole network of the same strategy. " +
        "Strategies that train what is left are to be compared with each other: both kinds of pre-training, and incoming-tuned. " +
        "The last one has trained for longer in all, since the whole network was trained before.",
    ),
    ...missingBlocks(missing),
    list(strategies.map((strategy) => `${strategy}: ${strategyTexts[strategy]}`)),
    ...settingSections(lines, "nodes", section),
  ];
}

function section(lines: readonly NodesLine[], name: string): Block[] {
  const rows = summarizeNodes(lines);
  const findings = nodesFindings(rows);
  return [
    figures([nodesFigure(lines, name)]),
    ...(findings ? [list(findingTexts(findings))] : []),
    table(nodesTable(rows, name)),
  ];
}

function nodesFigure(lines: readonly NodesLine[], name: string): Figure {
  const { dataset, width } = lines[0]!;
  const title = datasetTitle(dataset);
  const points = lines.flatMap(({ strategy, points: own }) =>
    own.map(({ hiddenNodes, testAccuracy }) => ({ series: strategy, x: hiddenNodes, value: testAccuracy })),
  );
  const share = (nodes: number) => `${nodes} (−${Math.round(100 * (1 - nodes / width))} %)`;
  const ticks = [...new Set(points.map(({ x }) => x))].filter((_, i, all) => all.length < 6 || i % 2 === 0);
  return {
    name,
    caption: `Test accuracy on ${title} against the hidden nodes left.`,
    chart: {
      kind: "series",
      label: "test accuracy",
      description: `Test accuracy on ${title} against hidden nodes left, by strategy`,
      points,
      x: { label: "hidden nodes left (logarithmic)", reverse: true, ticks, tickFormat: share },
      looks,
      width: 900,
    },
  };
}

/** What came out of the pre-training strategy, in sentences. */
export function findingTexts({ whole, wholeOf, withinOneHundredth, rivals }: NodesFindings): string[] {
  const percent = (shares: readonly number[]) => `${shares.join(", ")} %`;
  const best = `the best whole network (${whole.toFixed(4)}, that of ${wholeOf})`;
  return [
    withinOneHundredth === null
      ? `Pre-training loses more than 0.01 of test accuracy against ${best} at every share removed.`
      : `Pre-training removes up to ${withinOneHundredth} % of the hidden nodes with a test accuracy within 0.01 of ${best}.`,
    ...rivals.map(({ of, strategy, compared, above, min, max }) => {
      const by = min === max ? signed(min) : `${signed(min)} to ${signed(max)}`;
      const where = above.length === 0 ? "nowhere" : `at ${percent(above)}`;
      return (
        `With ${percent(compared)} of the hidden nodes removed, the test accuracy of ${of} less that of ` +
        `${strategy} is ${by}; it is higher ${where}.`
      );
    }),
  ];
}

const signed = (difference: number): string =>
  `${difference < 0 ? "−" : "+"}${Math.abs(difference).toFixed(4)}`;

export function nodesTable(rows: readonly NodesRow[], name: string): Table {
  return {
    name,
    headings: [
      "strategy",
      "removed",
      "nodes left",
      "n",
      "test accuracy",
      "less whole",
      "bytes ratio",
      "step ratio",
      "answer ratio",
      "stored bytes",
    ],
    rows: rows.map((row) => [
      row.strategy,
      `${row.removed} %`,
      String(row.hiddenNodes),
      String(row.runs),
      spread(row.testAccuracy, 4),
      ...(row.removed === 0
        ? ["–", "–", "–", "–"] // compared with itself
        : [
            row.toWhole.toFixed(4),
            row.bytesRatio.toFixed(3),
            row.stepRatio.toFixed(3),
            row.answerRatio.toFixed(3),
          ]),
      row.storedBytes.toLocaleString("en"),
    ]),
    data: rows.map(({ testAccuracy, ...row }) => ({
      ...row,
      testAccuracy: testAccuracy.mean,
      deviation: testAccuracy.deviation,
    })),
  };
}
