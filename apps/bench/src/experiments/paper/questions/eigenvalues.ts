import { datasetTitle } from "@reciprocal/published";
import type { Figure } from "@reciprocal/report";
import { methodLooks } from "../../../train/method-looks.js";
import { accuracyRun, type PaperLine } from "../paper-run.js";
import type { PaperGroup, Question } from "../question.js";

type Spectra = NonNullable<PaperLine["spectra"]>[number];

export const eigenvalues: Question = {
  name: "eigenvalues",
  title: "What the eigenvalues learn",
  about:
    "λ_in of the first mapping has one value per pixel and says how much of it goes in; λ_out of the hidden nodes says how " +
    "excitable each is. Only differences between the two count, so λ_in is shown less the mean of λ_out. Pixels that are " +
    "the same in every image keep the value that they were given by chance. One run: the widest, with the first seed.",
  runs: ({ datasets, widths, seeds, changes }) =>
    datasets.map((dataset) => {
      const place = { dataset, hiddenLayers: 1, width: Math.max(...widths), seed: Math.min(...seeds) };
      return { ...accuracyRun(place, "spectral", changes), keepSpectra: true };
    }),
  select: (lines) => lines.filter((line) => line.spectra !== undefined),
  figures: (group) => {
    const line = widest(group);
    const [{ lambdaIn, lambdaOut }] = line.spectra! as [Spectra];
    const what = `${datasetTitle(group.dataset)}, ${line.width} hidden nodes, seed ${line.seed}`;
    return [
      ...planes(lambdaIn.after.length).map(({ name, side, start, end }, index): Figure => ({
        name: `${group.stem}-lambda-in${index === 0 ? "" : `-${index + 1}`}`,
        caption: `λ_in less the mean of λ_out, a value per pixel: ${name}${what}.`,
        chart: {
          kind: "heat",
          rows: side,
          columns: side,
          label: "λ_in − mean λ_out",
          description: `Eigenvalues of the input nodes as a picture, ${name}${what}`,
          panels: (["before", "after"] as const).map((when) => {
            const level = mean(lambdaOut[when]);
            const values = lambdaIn[when].slice(start, end).map((value) => value - level);
            return { title: `${name}${when} training`, values };
          }),
        },
      })),
      {
        name: `${group.stem}-lambda-out`,
        caption: `How λ_out of the hidden nodes is distributed: ${what}.`,
        chart: {
          kind: "distribution",
          label: "λ_out",
          description: `Distribution of the eigenvalues of the hidden nodes, ${what}`,
          samples: [
            { name: "before training", values: lambdaOut.before, color: methodLooks.dense.color },
            { name: "after training", values: lambdaOut.after, color: methodLooks.spectral.color },
          ],
        },
      },
    ];
  },
  claims: [],
};

/** The widest of the lines, of those the one with the smallest seed, which comes first. */
function widest({ lines }: PaperGroup): PaperLine {
  return lines.reduce((best, line) => (line.width > best.width ? line : best));
}

/** Gray images are one square plane, color ones three. */
function planes(inputs: number) {
  const size = Number.isInteger(Math.sqrt(inputs)) ? inputs : inputs / 3;
  const names = size === inputs ? [""] : ["red, ", "green, ", "blue, "];
  return names.map((name, index) => ({
    name,
    side: Math.sqrt(size),
    start: index * size,
    end: (index + 1) * size,
  }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
