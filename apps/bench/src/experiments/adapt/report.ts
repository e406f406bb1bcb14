import { datasetTitle } from "@reciprocal/published";
import {
  figures,
  groupBy,
  list,
  meanAndDeviation,
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
import { methods, methodTexts, type AdaptLine, type AdaptMethod } from "./adapt-line.js";
import {
  adaptFindings,
  edgeRates,
  summarizeAdapt,
  type AdaptFinding,
  type AdaptRow,
  type EdgeRate,
} from "./summarize.js";

const looks: Readonly<Record<AdaptMethod, SeriesLook>> = {
  eigenvalues: { color: "#2f86d6", symbol: "circle" },
  "last-layer": { color: "#d9731a", symbol: "triangle" },
  "all-weights": { color: "#7b8494", symbol: "square" },
};

/** A section for each data set, width and set of settings. */
export function adaptBlocks(lines: readonly AdaptLine[], { missing }: ReportContext): Block[] {
  return [
    text(
      "A dense network is trained on images, then adapted to the same images rotated or inverted, by training a part of it. " +
        "Every method trains on the same samples, shifted, at the same learning rates; the rate with the highest validation accuracy is taken, " +
        "for each network, task and method anew, and test data decide nothing. Mean over seeds, ± one sample standard deviation. " +
        "Epochs and seconds are those of the training at that rate. The patch is what has to be sent to those who have the network as it was.",
    ),
    ...missingBlocks(missing),
    list(methods.map((method) => `${method}: ${methodTexts[method]}`)),
    ...settingSections(lines, "adapt", section),
  ];
}

function section(lines: readonly AdaptLine[], name: string): Block[] {
  const original = meanAndDeviation(lines.map(({ originalAccuracy }) => originalAccuracy));
  return [
    text(`On the images that it was trained on, the network has a test accuracy of ${spread(original, 4)}.`),
    list([...adaptFindings(lines).map(findingText), ...edgeRates(lines).map(edgeText)]),
    figures(taskFigures(lines, name)),
    table(adaptTable(summarizeAdapt(lines), name)),
  ];
}

/** Accuracy against the size of the patch, a figure per task. */
function taskFigures(lines: readonly AdaptLine[], name: string): Figure[] {
  const points = lines.flatMap((line) => line.points);
  return [...groupBy(points, ({ task }) => task)].map(([task, members]) => {
    const caption = `Test accuracy on ${datasetTitle(lines[0]!.dataset)}, ${task}, against the bytes of the patch.`;
    return {
      name: `${name}-${task}`,
      caption,
      chart: {
        kind: "series",
        label: "test accuracy",
        description: caption,
        points: members.map(({ method, patchBytes, testAccuracy }) => ({
          series: method,
          x: patchBytes,
          value: testAccuracy,
        })),
        x: { label: "bytes of the patch (logarithmic)", ticks: [1e3, 1e4, 1e5, 1e6, 1e7] },
        looks,
      },
    };
  });
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
