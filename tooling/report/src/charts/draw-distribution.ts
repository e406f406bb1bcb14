import * as Plot from "@observablehq/plot";
import { JSDOM } from "jsdom";
import type { DistributionChart } from "./chart.js";

/** @throws {RangeError} if there is no sample, or one is empty */
export function drawDistribution({ samples, label, description }: DistributionChart): string {
  if (samples.length === 0 || samples.some(({ values }) => values.length === 0)) {
    throw new RangeError("drawDistribution: needs one or more values in each sample");
  }
  const { window } = new JSDOM("");
  const points = samples.flatMap(({ name, values, color }) =>
    values.map((value) => ({ name, value, color })),
  );
  const bins = Plot.binX<Plot.RectYOptions>(
    { y: "proportion-facet" },
    { x: "value", fy: "name", fill: "color", thresholds: 40, insetLeft: 0.5, insetRight: 0.5 },
  );
  const svg = Plot.plot({
    document: window.document,
    className: "chart",
    ariaLabel: description,
    width: 500,
    height: 360,
    marginTop: 24,
    marginBottom: 52,
    marginLeft: 64,
    marginRight: 16,
    style: { fontFamily: "system-ui, sans-serif", fontSize: "14px", background: "none", overflow: "visible" },
    x: { label, labelAnchor: "center", labelArrow: "none", labelOffset: 44 },
    y: { label: null, ticks: 3, tickFormat: (share: number) => `${Math.round(100 * share)} %`, grid: true },
    fy: { axis: null, domain: samples.map(({ name }) => name), padding: 0.2 },
    marks: [
      Plot.rectY(points, bins),
      Plot.ruleY([0]),
      Plot.text(samples, {
        fy: "name",
        text: "name",
        fill: "color",
        frameAnchor: "top-right",
        fontWeight: 600,
        dy: 4,
      }),
    ],
  });
  svg.setAttribute("role", "img");
  return new window.XMLSerializer().serializeToString(svg);
}
