import type { Chart } from "./chart.js";
import { drawDistribution } from "./draw-distribution.js";
import { drawHeat } from "./draw-heat.js";
import { drawSeries } from "./draw-series.js";

/** Draws a chart as one SVG element; text and axes take the current text color. */
export function drawChart(chart: Chart): string {
  switch (chart.kind) {
    case "series":
      return drawSeries(chart);
    case "distribution":
      return drawDistribution(chart);
    case "heat":
      return drawHeat(chart);
  }
}
