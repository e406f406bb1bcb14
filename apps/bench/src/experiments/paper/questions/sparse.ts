import {
  abstractOfPaper,
  datasetTitle,
  sparseMethods,
  sparseReference,
  sparseWidth,
} from "@reciprocal/published";
import { percent } from "@reciprocal/report";
import { methodChart, smallChart } from "../../../train/method-chart.js";
import { cells, isBetter, placeOf, shown } from "../claims.js";
import { sparseRun, type PaperLine } from "../paper-run.js";
import type { Question } from "../question.js";

const kept = (line: PaperLine) => 1 - (line.settings.sparsity ?? 0);

export const sparse: Question = {
  name: "sparse",
  title: "Sparse training: accuracy against sparsity",
  about:
    `Networks inputs–${sparseWidth}–${sparseWidth}–10 with tanh, trained with Adam under a dynamic magnitude mask: before every forward pass ` +
    "the smallest weights of each layer, a share p of them, are zero. S-QR, which starts from λ_in = 1 and λ_out = 0, " +
    "beside a dense network that is masked in the same way and has no biases.",
  runs: ({ datasets, sparsities, seeds, changes }) =>
    datasets.flatMap((dataset) =>
      sparsities.flatMap((sparsity) =>
        seeds.flatMap((seed) =>
          sparseMethods.map((method) =>
            sparseRun({ dataset, hiddenLayers: 2, width: sparseWidth, seed }, method, sparsity, changes),
          ),
        ),
      ),
    ),
  select: (lines) => lines.filter((line) => line.protocol === "sparse"),
  figures: ({ stem, dataset, lines }) =>
    methodChart(lines, {
      ...smallChart,
      name: stem,
      caption:
        "Test accuracy against the share of zero weights; the axis is logarithmic in the weights that stay.",
      label: "test accuracy",
      description: `Test accuracy against sparsity, ${datasetTitle(dataset)}`,
      x: {
        label: "zero weights in per cent (logarithmic in those that stay)",
        of: kept,
        reverse: true,
        tickFormat: (share) => percent(1 - share).replace(" %", ""), // eight with the sign would overlap
      },
      value: (line) => line.testAccuracy,
    }),
  claims: [
    {
      text: "At equal sparsity, s-qr is better than a dense network.",
      source: abstractOfPaper,
      check: isBetter({ better: "s-qr", worse: "dense" }),
    },
    {
      text: "The mean over seeds lies within the tolerance of the reference value.",
      source: sparseReference.source,
      check: ({ dataset, lines }) =>
        dataset !== sparseReference.dataset
          ? []
          : cells(lines).flatMap((cell) => {
              const { method, settings } = cell.line;
              const value = sparseReference.values.find(
                (row) => row.method === method && row.sparsity === settings.sparsity,
              );
              if (value === undefined) return [];
              return [
                {
                  where: `${method}, ${placeOf(cell.line)}`,
                  holds: Math.abs(cell.accuracy.mean - value.testAccuracy) <= value.tolerance,
                  found: `${shown(cell)}, reference ${value.testAccuracy} ± ${value.tolerance}`,
                },
              ];
            }),
    },
  ],
  differences: [
    "Of weights as large as the smallest that stays, all stay; they are then a little more than the share 1 − p.",
  ],
};
