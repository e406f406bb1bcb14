import type { Figure } from "../report/figure.js";
import type { AccuracyLine } from "./accuracy-line.js";
import type { ProtocolGroup } from "./protocol-groups.js";
import { denseAccuracy } from "../train/summary-table.js";
import { widthChart, type ChartPoint } from "./width-chart.js";

/**
 * The figures of one protocol group: accuracy relative to dense training (left out where there are no dense runs to
 * compare with), the fraction of numbers trained, and the accuracy itself.
 */
export function accuracyFigures({ dataset, hiddenLayers, lines }: ProtocolGroup, stem: string): Figure[] {
  const what = `${dataset}, ${hiddenLayers} hidden ${hiddenLayers === 1 ? "layer" : "layers"}`;
  const relative = pointsOf(lines, (line) => line.testAccuracy / (denseAccuracy(lines, line.width) ?? NaN));
  const relativeFigure = {
    name: `${stem}-relative-accuracy`,
    caption:
      "Test accuracy relative to dense training of the same network: each run over the mean of the dense runs of its width.",
    svg: () =>
      widthChart(relative, {
        label: "test accuracy / that of dense training",
        description: `Relative test accuracy against width, ${what}`,
        reference: 1,
      }),
  };
  const figures = [
    ...(relative.length > 0 ? [relativeFigure] : []),
    {
      name: `${stem}-rho`,
      caption: "ρ, the numbers that are trained over the numbers of the dense network, biases aside.",
      svg: () =>
        widthChart(
          pointsOf(lines, (line) => line.trainedParameters / line.denseParameters),
          {
            label: "ρ = trained / dense numbers (logarithmic)",
            description: `Fraction of trained numbers against width, ${what}`,
            scale: "log",
          },
        ),
    },
    {
      name: `${stem}-test-accuracy`,
      caption: "Test accuracy.",
      svg: () =>
        widthChart(
          pointsOf(lines, (line) => line.testAccuracy),
          {
            label: "test accuracy",
            description: `Test accuracy against width, ${what}`,
          },
        ),
    },
  ];
  return figures.map(({ name, caption, svg }) => ({ name, caption, svg: svg() }));
}

function pointsOf(lines: readonly AccuracyLine[], value: (line: AccuracyLine) => number): ChartPoint[] {
  return lines
    .map((line) => ({ method: line.method, width: line.width, value: value(line) }))
    .filter((point) => Number.isFinite(point.value));
}
