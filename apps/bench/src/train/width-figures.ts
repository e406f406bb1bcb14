import type { Figure } from "@reciprocal/report";
import { methodChart, widthAxis, type MethodChartOptions } from "./method-chart.js";
import { denseAccuracy, type SummarizedLine } from "./summary-table.js";

/** Accuracy relative to dense training (left out if there is none) and the share of trained parameters, against width. */
export function widthFigures<Line extends SummarizedLine>(
  lines: readonly Line[],
  {
    stem,
    what,
    ...shape
  }: { readonly stem: string; readonly what: string } & Pick<
    MethodChartOptions<Line>,
    "spread" | "width" | "height"
  >,
): Figure[] {
  return [
    ...methodChart(lines, {
      ...shape,
      name: `${stem}-relative-accuracy`,
      caption:
        "Test accuracy relative to dense training: each run over the mean of the dense runs of its width.",
      label: "test accuracy / that of dense training",
      description: `Relative test accuracy against width, ${what}`,
      reference: 1,
      x: widthAxis,
      value: ({ testAccuracy, width }) => testAccuracy / (denseAccuracy(lines, width) ?? NaN),
    }),
    ...methodChart(lines, {
      ...shape,
      name: `${stem}-rho`,
      caption: "ρ, the numbers that are trained over those of the dense network, biases aside.",
      label: "ρ = trained / dense numbers (logarithmic)",
      description: `Fraction of trained numbers against width, ${what}`,
      scale: "log",
      x: widthAxis,
      value: (line) => line.trainedParameters / line.denseParameters,
    }),
  ];
}
