import { abstractOfPaper, datasetTitle, publishedMethods } from "@reciprocal/published";
import { groupBy } from "@reciprocal/report";
import { smallChart } from "../../../train/method-chart.js";
import { widthFigures } from "../../../train/width-figures.js";
import { isBetter } from "../claims.js";
import { accuracyRun, type PaperLine } from "../paper-run.js";
import type { Question } from "../question.js";

export const oneHidden = widthQuestion(1);
export const twoHidden = widthQuestion(2);

/** Every published method at every width, on networks of one depth. */
function widthQuestion(hiddenLayers: 1 | 2): Question {
  const words = hiddenLayers === 1 ? "one hidden layer" : "two hidden layers";
  return {
    name: hiddenLayers === 1 ? "one-hidden" : "two-hidden",
    title: `Accuracy against width, ${words}`,
    about:
      `Networks inputs–N${hiddenLayers === 2 ? "–N" : ""}–10, trained in direct space (dense) and in reciprocal space: ` +
      "the eigenvalues alone (spectral), with the singular values of the eigenvectors (S-SVD), or with their triangular " +
      "factor (S-QR). ρ is the fraction of numbers that are trained, biases aside.",
    runs: ({ datasets, widths, seeds, changes }) =>
      datasets.flatMap((dataset) =>
        widths.flatMap((width) =>
          seeds.flatMap((seed) =>
            publishedMethods.map((method) =>
              accuracyRun({ dataset, hiddenLayers, width, seed }, method, changes),
            ),
          ),
        ),
      ),
    select: (lines) => {
      const own = lines.filter(
        ({ protocol, method, ...line }) =>
          protocol === "accuracy" &&
          line.hiddenLayers === hiddenLayers &&
          publishedMethods.some((published) => published === method),
      );
      return [...groupBy(own, (line) => line.dataset).values()].flatMap(comparable);
    },
    figures: ({ stem, dataset, lines }) =>
      widthFigures(lines, { ...smallChart, stem, what: `${datasetTitle(dataset)}, ${words}` }),
    claims: [
      {
        text: "With the eigenvalues alone trained, accuracy stays below that of direct space.",
        source: abstractOfPaper,
        check: isBetter({ better: "dense", worse: "spectral" }),
      },
      ...(["s-svd", "s-qr"] as const).map((method) => ({
        text: `Decomposing the eigenvectors narrows the gap: ${method} comes out above the eigenvalues alone.`,
        source: abstractOfPaper,
        check: isBetter({ better: method, worse: "spectral" }),
      })),
      {
        text: "A suitable decomposition fills the gap: s-qr reaches dense training, give or take one standard deviation of each.",
        source: abstractOfPaper,
        check: isBetter({ better: "s-qr", worse: "dense", deviations: 1 }),
      },
    ],
  };
}

/** Without dense networks of widths at which nothing else was trained: those belong to another question. */
function comparable(lines: readonly PaperLine[]): PaperLine[] {
  const widths = new Set(lines.flatMap((line) => (line.method === "dense" ? [] : [line.width])));
  return lines.filter((line) => widths.has(line.width));
}
