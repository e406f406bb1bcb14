import { methods, type Method } from "../published-settings.js";
import { methodLooks } from "../report/method-looks.js";
import { seriesChart, type SeriesChartOptions } from "../report/series-chart.js";

/** One run in a chart. */
export interface ChartPoint {
  readonly method: Method;
  readonly width: number;
  readonly value: number;
}

/**
 * Draws values against width, a series per method. The width axis is logarithmic, with a tick at each width used.
 *
 * @throws {RangeError} when there are no points
 */
export function widthChart(
  points: readonly ChartPoint[],
  options: Pick<SeriesChartOptions, "label" | "description" | "scale" | "reference">,
): string {
  return seriesChart(
    points.map(({ method, width, value }) => ({ series: method, x: width, value })),
    {
      ...options,
      x: { label: "nodes per hidden layer (logarithmic)" },
      looks: Object.fromEntries(methods.map((method) => [method, methodLooks[method]])),
    },
  );
}
