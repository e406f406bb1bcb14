import { datasetTitle } from "@reciprocal/published";
import {
  figures,
  groupBy,
  heading,
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
import { provenanceText } from "../../provenance.js";
import { methodLooks } from "../../train/method-looks.js";
import type { Family, FrontierLine } from "./frontier-line.js";
import { summarizeFrontier, type FrontierRow } from "./summarize.js";

/** What families are called, in figures and tables. */
const familyNames: Readonly<Record<Family, string>> = {
  spectral: "spectral",
  "s-svd": "S-SVD",
  "s-qr": "S-QR",
  "spectral-and-dense": "spectral, then dense",
  "narrow-dense": "narrow dense",
  "low-rank": "low rank",
  "pruned-dense": "pruned dense",
};

const looks: Readonly<Record<Family, SeriesLook>> = {
  spectral: methodLooks.spectral,
  "s-svd": methodLooks["s-svd"],
  "s-qr": methodLooks["s-qr"],
  "spectral-and-dense": methodLooks["spectral-one"],
  "narrow-dense": methodLooks.dense,
  "low-rank": { color: "#a08a2c", symbol: "cross" },
  "pruned-dense": methodLooks.alternating,
};

export function frontierBlocks(lines: readonly FrontierLine[], { missing }: ReportContext): Block[] {
  return [
    text(
      "What accuracy can be had with how many trained numbers, and with how many bytes of a file? Spectral networks of several " +
        "widths beside their real rivals: dense networks made narrow, dense matrices made of two thin ones (low rank), and dense " +
        "networks of 100 hidden nodes of which most weights were cut off.",
    ),
    text(
      "Every family had the same search: each training was done at the same multiples of the default rates, held-out training " +
        "samples chose one, and the test set was asked once. Trained numbers count biases. A file is the compact one with " +
        "float32 numbers, compressed by gzip, for every family; eigenvalues and biases as float16 make it smaller still. A pruned " +
        "network counts the numbers that are left, and where they are costs bytes, not numbers. Its training is cut in two halves, " +
        "with the pruning between them.",
    ),
    text(
      "Not here: convolutions. On pictures a tiny one needs fewer numbers than any network on this page: 98 % on MNIST have been " +
        "reached with 575 parameters (https://hexhowells.com/posts/neural-golfing.html).",
    ),
    ...missingBlocks(missing),
    ...sections(lines),
  ];
}

/** One for each data set and each choice of settings. */
function sections(lines: readonly FrontierLine[]): Block[] {
  const groups = [...groupBy(lines, ({ dataset, settings }) => JSON.stringify([dataset, settings])).values()];
  return groups.flatMap((members, index) => {
    const { dataset } = members[0]!;
    const name = groups.length === 1 ? dataset : `${dataset}-${index + 1}`;
    return [
      heading(2, datasetTitle(dataset)),
      figures(frontierFigures(members, name)),
      table(frontierTable(summarizeFrontier(members), name)),
      text(
        "Mean over seeds, ± one sample standard deviation. Front: no other network of the table is as accurate with as few trained " +
          "numbers (n), or with as few bytes (b).",
      ),
      text(largestRateText(members)),
      heading(3, "Settings"),
      table(settingsTable(members, name)),
      text(provenanceText(members)),
    ];
  });
}

/** A search that ends at its edge may have ended too early. */
function largestRateText(lines: readonly FrontierLine[]): string {
  const largest = Math.max(...lines[0]!.settings.rateFactors);
  const atLargest = lines.filter(({ rateFactor }) => rateFactor === largest).length;
  return (
    `In ${atLargest} of the ${lines.length} runs validation chose the largest rates that were tried (${factorText(largest)} times the default): ` +
    "a search with larger ones may raise any family, the rivals too."
  );
}

/** Accuracy against trained numbers, and against bytes of a file. */
export function frontierFigures(lines: readonly FrontierLine[], name: string): Figure[] {
  const data = datasetTitle(lines[0]!.dataset);
  const rows = summarizeFrontier(lines);
  const rowOf = ({ family, form, keptNumbers }: FrontierLine) =>
    rows.find((row) => row.family === family && row.form === form && row.keptNumbers === keptNumbers)!;
  const named = Object.fromEntries(
    Object.entries(looks).map(([family, look]) => [familyNames[family as Family], look]),
  );
  const figure = (what: "numbers" | "bytes", label: string, of: (row: FrontierRow) => number): Figure => ({
    name: `${name}-${what}`,
    caption: `Test accuracy on ${data} against ${label}: a point per network, the mean over its seeds, and a dot per seed.`,
    chart: {
      kind: "series",
      ...(what === "numbers" && findings(lines, rows)),
      points: lines.map((line) => ({
        series: familyNames[line.family],
        x: of(rowOf(line)),
        value: line.testAccuracy,
      })),
      looks: named,
      label: "test accuracy",
      description: `Test accuracy on ${data} against ${label}`,
      x: { label: `${label} (logarithmic)`, ticks: [500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000] },
      width: 680,
      height: 440,
    },
  });
  return [
    figure("numbers", "trained numbers", ({ trainedNumbers }) => trainedNumbers),
    figure("bytes", "bytes of the compressed file", ({ fileBytes }) => fileBytes),
  ];
}

/**
 * Where S-QR is most ahead of a narrow dense network that trains as many numbers, within a tenth, and where it is least:
 * nothing if there are no two such pairs.
 */
function findings(
  lines: readonly FrontierLine[],
  rows: readonly FrontierRow[],
): { readonly title?: string; readonly subtitle?: string } {
  const of = (family: Family) => rows.filter((row) => row.family === family);
  const pairs = of("s-qr")
    .flatMap((own) => of("narrow-dense").map((rival) => ({ own, rival })))
    .filter(({ own, rival }) => Math.abs(own.trainedNumbers / rival.trainedNumbers - 1) <= 0.1)
    .toSorted((a, b) => gain(b) - gain(a));
  const [most, least] = [pairs[0], pairs.at(-1)];
  if (most === undefined || least === undefined || most === least) return {};
  const about = ({ own, rival }: Pair) =>
    Number(((own.trainedNumbers + rival.trainedNumbers) / 2).toPrecision(2)).toLocaleString("en");
  const accuracy = ({ testAccuracy }: FrontierRow) => testAccuracy.mean.toFixed(3);
  const counts = rows.map(({ testAccuracy }) => testAccuracy.count);
  const [fewest, mostSeeds] = [Math.min(...counts), Math.max(...counts)];
  const seeds = fewest === mostSeeds ? String(fewest) : `${fewest} to ${mostSeeds}`;
  const { dataset, settings } = lines[0]!;
  return {
    title:
      `${datasetTitle(dataset)} with about ${about(most)} trained numbers: ` +
      `S-QR ${accuracy(most.own)}, narrow dense ${accuracy(most.rival)}`,
    subtitle:
      `With about ${about(least)}: ${accuracy(least.own)} and ${accuracy(least.rival)}. ` +
      `${settings.epochs} epochs, means of ${seeds} seeds`,
  };
}

/** Two networks that train nearly as many numbers. */
interface Pair {
  readonly own: FrontierRow;
  readonly rival: FrontierRow;
}

function gain({ own, rival }: Pair): number {
  return own.testAccuracy.mean - rival.testAccuracy.mean;
}

/** `784–80–10`, with the rank before the layer that has one. */
export function shapeOf({ form, keptNumbers }: Pick<FrontierLine, "form" | "keptNumbers">): string {
  const layers = form.split("+").map((layer) => layer.split(":") as [string, string]);
  const nodes = layers.map(([kind, units]) => (kind === "linear" ? `(${units})` : units)).join("–");
  return keptNumbers === null ? nodes : `${nodes}, pruned to ${keptNumbers.toLocaleString("en")}`;
}

export function frontierTable(rows: readonly FrontierRow[], name: string): Table {
  return {
    name,
    headings: [
      ...["family", "nodes", "trained", "file, bytes", "as float16", "multiply-adds"],
      ...["n", "test accuracy", "front", "rates × default"],
    ],
    rows: rows.map((row) => [
      familyNames[row.family],
      shapeOf(row),
      ...[row.trainedNumbers, row.fileBytes, row.halfFileBytes, row.multiplyAdds].map((count) =>
        count.toLocaleString("en"),
      ),
      String(row.testAccuracy.count),
      spread(row.testAccuracy, 4),
      [row.isFront.numbers && "n", row.isFront.bytes && "b"].filter(Boolean).join(", ") || "–",
      row.rateFactors.map(factorText).join(", "),
    ]),
    data: rows.map(({ testAccuracy: { mean, deviation, count }, rateFactors, isFront, ...row }) => ({
      ...row,
      runs: count,
      testAccuracy: mean,
      deviation,
      rateFactors: rateFactors.map(factorText).join(" "),
      frontOfNumbers: Number(isFront.numbers),
      frontOfBytes: Number(isFront.bytes),
    })),
  };
}

function factorText(factor: number): string {
  return String(Number(factor.toPrecision(2)));
}

function settingsTable(lines: readonly FrontierLine[], name: string): Table {
  const { epochs, batchSize, validationPart, rateFactors, defaultOptimizer } = lines[0]!.settings;
  const rates = Object.entries(defaultOptimizer.learningRate).map(([role, rate]) => `${role} ${rate}`);
  const seeds = [...new Set(lines.map(({ seed }) => seed))].sort((a, b) => a - b);
  return {
    name: `${name}-settings`,
    headings: ["setting", "value"],
    rows: [
      ["epochs", String(epochs)],
      ["batch size", String(batchSize)],
      ["held out to choose a rate", `${(100 * validationPart).toPrecision(3)} % of the training samples`],
      ["default rates", rates.join(", ")],
      ["multiples of them that were tried", rateFactors.map(factorText).join(", ")],
      ["trainings of each network and seed", String(rateFactors.length)],
      ["seeds", seeds.join(", ")],
    ],
  };
}
