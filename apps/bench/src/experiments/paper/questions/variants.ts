import { abstractOfPaper, datasetTitle } from "@reciprocal/published";
import { methodChart, smallChart, widthAxis } from "../../../train/method-chart.js";
import { isBetter } from "../claims.js";
import { accuracyRun, alternatingRun } from "../paper-run.js";
import type { Question } from "../question.js";

const compared = ["dense", "spectral", "spectral-one", "alternating"];

export const variants: Question = {
  name: "variants",
  title: "One set of eigenvalues, two sets, and alternating training",
  about:
    "Networks inputs–N–10: the spectral method of 2021, which trains one set of eigenvalues (spectral-one), beside that " +
    "with two sets (spectral), and beside training that turns from the eigenvalues to the eigenvectors and back " +
    "(alternating), which has as many numbers to train as a dense network and more.",
  runs: ({ datasets, widths, seeds, changes }) =>
    datasets.flatMap((dataset) =>
      widths.flatMap((width) =>
        seeds.flatMap((seed) => {
          const place = { dataset, hiddenLayers: 1, width, seed };
          return [
            ...(["dense", "spectral", "spectral-one"] as const).map((method) =>
              accuracyRun(place, method, changes),
            ),
            alternatingRun(place, changes),
          ];
        }),
      ),
    ),
  select: (lines) => {
    const own = lines.filter(
      (line) => line.hiddenLayers === 1 && compared.includes(line.method) && line.protocol !== "sparse",
    );
    const widths = new Set(
      own
        .filter(({ method }) => method === "spectral-one" || method === "alternating")
        .map(({ dataset, width }) => `${dataset} ${width}`),
    );
    return own.filter(({ dataset, width }) => widths.has(`${dataset} ${width}`));
  },
  figures: ({ stem, dataset, lines }) =>
    methodChart(lines, {
      ...smallChart,
      name: stem,
      caption: "Test accuracy of the variants of spectral training, with dense training for comparison.",
      label: "test accuracy",
      description: `Test accuracy of variants of spectral training against width, ${datasetTitle(dataset)}`,
      x: widthAxis,
      value: (line) => line.testAccuracy,
    }),
  claims: [
    {
      text: "Two sets of eigenvalues come closer to direct space than one.",
      source: abstractOfPaper,
      check: isBetter({ better: "spectral", worse: "spectral-one" }),
    },
  ],
  differences: [
    "Alternating training was published without these settings: phases and rates are ours, stated below.",
  ],
};
