import type { Block, ReportDocument } from "../report/document.js";
import { groupBy } from "../report/group-by.js";
import { seriesChart, type SeriesLook } from "../report/series-chart.js";
import type { Table } from "../report/table.js";
import { words } from "../report/words.js";
import { provenance } from "../train/describe-settings.js";
import { spread } from "../train/summary-table.js";
import type { NodesLine } from "./nodes-line.js";
import { strategies, strategyTexts, type Strategy } from "./nodes-run.js";
import { nodesFindings, summarizeNodes, type NodesFindings, type NodesRow } from "./summarize.js";

const looks: Readonly<Record<Strategy, SeriesLook>> = {
  "pre-training": { colour: "#2f86d6", symbol: "circle" },
  "pre-training-random": { colour: "#b45fc9", symbol: "star" },
  "post-training": { colour: "#1f9d74", symbol: "diamond" },
  "post-training-random": { colour: "#97911f", symbol: "cross" },
  incoming: { colour: "#7b8494", symbol: "square" },
  "incoming-tuned": { colour: "#d9731a", symbol: "triangle" },
  random: { colour: "#c2506a", symbol: "wye" },
};

/** The report as data; a section for each data set, width and set of settings. */
export function nodesReport(lines: readonly NodesLine[], missing: readonly string[]): ReportDocument {
  const groups = [
    ...groupBy(lines, ({ dataset, width, settings }) => JSON.stringify([dataset, width, settings])).values(),
  ];
  return {
    title: `Removing hidden nodes: ${[...new Set(lines.map(({ dataset }) => dataset))].join(", ")}`,
    blocks: [
      {
        kind: "text",
        text:
          "Test accuracy against the hidden nodes that are left, after arXiv:2108.00940. Nodes are removed for real: " +
          "bytes and times are those of the smaller network. Mean over seeds, ± one sample standard deviation. " +
          "Ratios and the column “less whole” compare with the whole network of the same strategy. " +
          "Strategies that train what is left are to be compared with each other: both kinds of pre-training, and incoming-tuned. " +
          "The last one has trained for longer in all, since the whole network was trained before.",
      },
      ...(missing.length > 0
        ? [
            { kind: "text", text: "Missing from this report:" } as const,
            { kind: "list", items: missing } as const,
          ]
        : []),
      { kind: "list", items: strategies.map((strategy) => `${strategy}: ${strategyTexts[strategy]}`) },
      ...groups.flatMap((members, index) => section(members, groups.length > 1 ? `-${index + 1}` : "")),
    ],
  };
}

function section(lines: readonly NodesLine[], suffix: string): Block[] {
  const { dataset, width, settings } = lines[0]!;
  const rows = summarizeNodes(lines);
  const findings = nodesFindings(rows);
  const points = lines.flatMap(({ strategy, points: own }) =>
    own.map(({ hiddenNodes, testAccuracy }) => ({ series: strategy, x: hiddenNodes, value: testAccuracy })),
  );
  const share = (nodes: number) => `${nodes} (−${Math.round(100 * (1 - nodes / width))} %)`;
  const ticks = [...new Set(points.map(({ x }) => x))].filter((_, i, all) => all.length < 6 || i % 2 === 0);
  const svg = seriesChart(points, {
    label: "test accuracy",
    description: `Test accuracy on ${dataset} against hidden nodes left, by strategy`,
    x: { label: "hidden nodes left (logarithmic)", reverse: true, ticks, tickFormat: share },
    looks,
    width: 900,
  });
  const name = `nodes-${dataset}${suffix}`;
  return [
    { kind: "heading", level: 2, text: `${dataset}, ${width} hidden nodes` },
    {
      kind: "figures",
      figures: [{ name, caption: `Test accuracy on ${dataset} against the hidden nodes left.`, svg }],
    },
    ...(findings ? [{ kind: "list", items: findingTexts(findings) } as const] : []),
    { kind: "table", table: nodesTable(rows, name) },
    { kind: "heading", level: 3, text: "Settings" },
    {
      kind: "table",
      table: {
        name: `${name}-settings`,
        headings: ["setting", "value"],
        rows: Object.entries(settings).map(([setting, value]) => [words(setting), String(value ?? "all")]),
      },
    },
    { kind: "text", text: provenance(lines) },
  ];
}

/** What came out of the pre-training strategy, in sentences. */
export function findingTexts({ whole, wholeOf, withinOneHundredth, rivals }: NodesFindings): string[] {
  const percent = (shares: readonly number[]) => `${shares.join(", ")} %`;
  const best = `the best whole network (${whole.toFixed(4)}, that of ${wholeOf})`;
  return [
    withinOneHundredth === null
      ? `Pre-training loses more than 0.01 of test accuracy against ${best} at every share removed.`
      : `Pre-training removes up to ${withinOneHundredth} % of the hidden nodes with a test accuracy within 0.01 of ${best}.`,
    ...rivals.map(({ of, strategy, compared, above, least, most }) => {
      const by = least === most ? signed(least) : `${signed(least)} to ${signed(most)}`;
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
