import { distributionChart } from "../../report/distribution-chart.js";
import { heatPicture } from "../../report/heat-picture.js";
import { methodLooks } from "../../report/method-looks.js";
import type { Experiment, PaperGroup } from "../experiment.js";
import type { PaperLine } from "../paper-line.js";
import { accuracyRun } from "../paper-run.js";

export const eigenvalues: Experiment = {
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
    const [first] = line.spectra!;
    const { dataset } = group;
    const what = `${dataset}, ${line.width} hidden nodes, seed ${line.seed}`;
    return [
      ...planes(first!.lambdaIn.after.length).map(({ name, side, start, end }, index) => ({
        name: `${group.stem}-lambda-in${index === 0 ? "" : `-${index + 1}`}`,
        caption: `λ_in less the mean of λ_out, a value per pixel: ${name}${what}.`,
        svg: heatPicture(
          (["before", "after"] as const).map((when) => {
            const level = mean(first!.lambdaOut[when]);
            const values = first!.lambdaIn[when].slice(start, end).map((value) => value - level);
            return { title: `${name}${when} training`, values };
          }),
          {
            rows: side,
            columns: side,
            label: "λ_in − mean λ_out",
            description: `Eigenvalues of the input nodes as a picture, ${name}${what}`,
          },
        ),
      })),
      {
        name: `${group.stem}-lambda-out`,
        caption: `How λ_out of the hidden nodes is distributed: ${what}.`,
        svg: distributionChart(
          [
            { name: "before training", values: first!.lambdaOut.before, colour: methodLooks.dense.colour },
            { name: "after training", values: first!.lambdaOut.after, colour: methodLooks.spectral.colour },
          ],
          { label: "λ_out", description: `Distribution of the eigenvalues of the hidden nodes, ${what}` },
        ),
      },
    ];
  },
  claims: [],
};

/** The widest of the lines, of those the one with the smallest seed, which comes first. */
function widest({ lines }: PaperGroup): PaperLine {
  return lines.reduce((best, line) => (line.width > best.width ? line : best));
}

/** Grey images are one square plane, colour ones three. */
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
