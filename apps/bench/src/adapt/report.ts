import type { Block, ReportDocument } from "../report/document.js";
import { groupBy } from "../report/group-by.js";
import { seriesChart, type SeriesLook } from "../report/series-chart.js";
import type { Table } from "../report/table.js";
import { words } from "../report/words.js";
import { meanAndDeviation } from "../report/mean-and-deviation.js";
import { provenance } from "../train/describe-settings.js";
import { spread } from "../train/summary-table.js";
import type { AdaptLine } from "./adapt-line.js";
import { methods, methodTexts, type AdaptMethod } from "./adapt-run.js";
import {
  adaptFindings,
  edgeRates,
  summarizeAdapt,
  type AdaptFinding,
  type AdaptRow,
  type EdgeRate,
} from "./summarize.js";

const looks: Readonly<Record<AdaptMethod, SeriesLook>> = {
  eigenvalues: { colour: "#2f86d6", symbol: "circle" },
  "last-layer": { colour: "#d9731a", symbol: "triangle" },
  "all-weights": { colour: "#7b8494", symbol: "square" },
};

/** The report as data; a section for each data set, width and set of settings. */
export function adaptReport(lines: readonly AdaptLine[], missing: readonly string[]): ReportDocument {
  const groups = [
    ...groupBy(lines, ({ dataset, width, settings }) => JSON.stringify([dataset, width, settings])).values(),
  ];
  return {
    title: "Adapting a trained dense network",
    blocks: [
      {
        kind: "text",
        text:
          "A dense network is trained on images, then adapted to the same images rotated or inverted, by training a part of it. " +
          "Every method trains on the same samples, shifted, at the same learning rates; the rate with the highest validation accuracy is taken, " +
          "for each network, task and method anew, and test data decide nothing. Mean over seeds, ± one sample standard deviation. " +
          "Epochs and seconds are those of the training at that rate. The patch is what has to be sent to whoever has the network as it was.",
      },
      ...(missing.length > 0
        ? [
            { kind: "text", text: "Missing from this report:" } as const,
            { kind: "list", items: missing } as const,
          ]
        : []),
      { kind: "list", items: methods.map((method) => `${method}: ${methodTexts[method]}`) },
      ...groups.flatMap((members, index) => section(members, groups.length > 1 ? `-${index + 1}` : "")),
    ],
  };
}

function section(lines: readonly AdaptLine[], suffix: string): Block[] {
  const { dataset, width, settings } = lines[0]!;
  const rows = summarizeAdapt(lines);
  const name = `adapt-${dataset}${suffix}`;
  const chosen = [...new Set(lines.flatMap((line) => line.points.map(({ task }) => task)))];
  const figures = chosen.map((task) => {
    const points = lines
      .flatMap((line) => line.points)
      .filter((point) => point.task === task)
      .map(({ method, patchBytes, testAccuracy }) => ({
        series: method,
        x: patchBytes,
        value: testAccuracy,
      }));
    const caption = `Test accuracy on ${dataset}, ${task}, against the bytes of the patch.`;
    const ticks = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
    const x = { label: "bytes of the patch (logarithmic)", ticks };
    return {
      name: `${name}-${task}`,
      caption,
      svg: seriesChart(points, { label: "test accuracy", description: caption, x, looks }),
    };
  });
  const original = meanAndDeviation(lines.map(({ originalAccuracy }) => originalAccuracy));
  return [
    { kind: "heading", level: 2, text: `${dataset}, ${width} hidden nodes` },
    {
      kind: "text",
      text: `On the images that it was trained on, the network has a test accuracy of ${spread(original, 4)}.`,
    },
    { kind: "list", items: [...adaptFindings(lines).map(findingText), ...edgeRates(lines).map(edgeText)] },
    { kind: "figures", figures },
    { kind: "table", table: adaptTable(rows, name) },
    { kind: "heading", level: 3, text: "Settings" },
    {
      kind: "table",
      table: {
        name: `${name}-settings`,
        headings: ["setting", "value"],
        rows: Object.entries(settings).map(([setting, value]) => [words(setting), settingText(value)]),
      },
    },
    { kind: "text", text: provenance(lines) },
  ];
}

function settingText(value: unknown): string {
  if (value === null) return "all";
  return typeof value === "string"
    ? value
    : JSON.stringify(value)
        .replace(/[[\]{}"]/g, "")
        .replace(/([,:])/g, "$1 ");
}

/** What came out for eigenvalues beside another method, in a sentence. */
export function findingText({ task, rival, difference, patchRatio }: AdaptFinding): string {
  const { mean } = difference;
  const than =
    mean === 0
      ? "the test accuracy of"
      : mean > 0
        ? "a higher test accuracy than"
        : "a lower test accuracy than";
  const by = mean === 0 ? "" : ` by ${spread({ ...difference, mean: Math.abs(mean) }, 4)}`;
  return `${task}: eigenvalues reach ${than} ${rival}${by}, with ${patchRatio.toPrecision(3)} of the bytes of its patch.`;
}

/** What a wider search might change, in a sentence. */
export function edgeText({ task, method, edge, chosen, runs }: EdgeRate): string {
  const beyond = edge === "lowest" ? "a lower" : "a higher";
  return `${task}, ${method}: the ${edge} learning rate was chosen in ${chosen} of ${runs} runs; ${beyond} one may do better.`;
}

export function adaptTable(rows: readonly AdaptRow[], name: string): Table {
  return {
    name,
    headings: [
      "task",
      "trained",
      "n",
      "accuracy before",
      "accuracy after",
      "trained numbers",
      "patch bytes",
      "network bytes",
      "rates chosen",
      "epochs",
      "seconds",
    ],
    rows: rows.map((row) => [
      row.task,
      row.method,
      String(row.runs),
      spread(row.accuracyBefore, 4),
      spread(row.testAccuracy, 4),
      row.trainedNumbers.toLocaleString("en"),
      row.patchBytes.toLocaleString("en"),
      row.networkBytes.toLocaleString("en"),
      row.learningRates.join(", "),
      spread(row.epochs, 1),
      spread(row.seconds, 1),
    ]),
    data: rows.map(({ accuracyBefore, testAccuracy, epochs, seconds, learningRates, ...row }) => ({
      ...row,
      accuracyBefore: accuracyBefore.mean,
      accuracyBeforeDeviation: accuracyBefore.deviation,
      testAccuracy: testAccuracy.mean,
      testAccuracyDeviation: testAccuracy.deviation,
      epochs: epochs.mean,
      seconds: seconds.mean,
      learningRates: learningRates.join(" "),
    })),
  };
}
