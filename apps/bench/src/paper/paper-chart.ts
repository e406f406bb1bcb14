import { methodLooks } from "../report/method-looks.js";
import type { Figure } from "../report/figure.js";
import { seriesChart, type SeriesChartOptions } from "../report/series-chart.js";
import type { PaperLine } from "./paper-line.js";

export interface PaperChartOptions extends Omit<SeriesChartOptions, "looks"> {
  readonly name: string;
  readonly caption: string;
  readonly x: SeriesChartOptions["x"] & { readonly of: (line: PaperLine) => number };
  /** Lines for which it is not a finite number are left out. */
  readonly value: (line: PaperLine) => number;
}

export const widthAxis = {
  label: "nodes per hidden layer (logarithmic)",
  of: (line: PaperLine) => line.width,
};

/** A figure of some lines, a series per method; small enough that its letters can be read on a phone. None where there is nothing to draw. */
export function paperChart(
  lines: readonly PaperLine[],
  { name, caption, value, x, ...options }: PaperChartOptions,
): Figure[] {
  const points = lines
    .map((line) => ({ series: line.method, x: x.of(line), value: value(line) }))
    .filter((point) => Number.isFinite(point.value));
  if (points.length === 0) return [];
  const { of, ...axis } = x;
  void of;
  const svg = seriesChart(points, {
    spread: "band",
    width: 500,
    height: 360,
    ...options,
    x: axis,
    looks: methodLooks,
  });
  return [{ name, caption, svg }];
}
