import * as Plot from "@observablehq/plot";
import { JSDOM } from "jsdom";
import { groupBy } from "../group-by.js";
import { meanAndDeviation } from "../mean-and-deviation.js";
import { methods, type Method } from "../published-settings.js";

/** One run in a chart. */
export interface ChartPoint {
  readonly method: Method;
  readonly width: number;
  readonly value: number;
}

export interface WidthChartOptions {
  /** Name of the vertical axis, with its unit. */
  readonly label: string;
  /** Read out instead of the picture. */
  readonly description: string;
  /** "log" for numbers over several orders of magnitude. Default "linear". */
  readonly scale?: "linear" | "log";
  /** A value drawn as a thin line across the chart. */
  readonly reference?: number;
}

/** Middle tones that stand out from white and from near-black alike; shapes differ as well. */
const looks: Readonly<
  Record<
    Method,
    { readonly colour: string; readonly symbol: "square" | "circle" | "triangle" | "diamond" | "star" }
  >
> = {
  dense: { colour: "#7b8494", symbol: "square" },
  spectral: { colour: "#2f86d6", symbol: "circle" },
  "s-svd": { colour: "#d9731a", symbol: "triangle" },
  "s-qr": { colour: "#1f9d74", symbol: "diamond" },
  "spectral-one": { colour: "#b45fc9", symbol: "star" },
};

const size = { width: 620, height: 400, marginTop: 44, marginRight: 112, marginBottom: 52, marginLeft: 64 };
const labelHeight = 17;

/**
 * Draws values against width as one SVG element: per method a line through the means over the seeds, a bar of one
 * standard deviation either side, a faint dot per run, and the name at the right end. The width axis is logarithmic,
 * with a tick at each width used. Text and axes take the current text colour.
 *
 * @throws {RangeError} when there are no points
 */
export function widthChart(
  points: readonly ChartPoint[],
  { label, description, scale = "linear", reference }: WidthChartOptions,
): string {
  if (points.length === 0) throw new RangeError("widthChart: needs one or more points, got none");
  const { window } = new JSDOM("");
  const means = [...groupBy(points, ({ method, width }) => `${method} ${width}`).values()].map((members) => {
    const { mean, deviation } = meanAndDeviation(members.map((point) => point.value));
    const { method, width } = members[0]!;
    // a bar that would leave a logarithmic axis at its foot ends at the lowest value instead
    const low = Math.max(
      mean - (deviation ?? 0),
      scale === "log" ? Math.min(...members.map((p) => p.value)) : -Infinity,
    );
    return { method, width, mean, low, high: mean + (deviation ?? 0) };
  });
  const shown = methods.filter((method) => means.some((mean) => mean.method === method));
  const widths = [...new Set(points.map((point) => point.width))].sort((a, b) => a - b);
  const ends = shown.map((method) =>
    means
      .filter((mean) => mean.method === method)
      .reduce((last, mean) => (mean.width > last.width ? mean : last)),
  );

  const draw = (labelShifts: readonly number[]) =>
    Plot.plot({
      document: window.document,
      className: "chart",
      ariaLabel: description,
      ...size,
      style: {
        fontFamily: "system-ui, sans-serif",
        fontSize: "14px",
        background: "none",
        overflow: "visible",
      },
      x: {
        type: "log",
        domain: widths.length > 1 ? [widths[0]!, widths.at(-1)!] : [widths[0]! / 2, widths[0]! * 2],
        label: "nodes per hidden layer (logarithmic)",
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 44,
        ticks: widths,
        tickFormat: (width: number) => width.toLocaleString("en"),
        inset: 14,
      },
      y: {
        type: scale,
        label,
        labelArrow: "none",
        grid: true,
        ...(scale === "log" ? decades(points.map((point) => point.value)) : { nice: true }),
      },
      marks: [
        ...(reference === undefined ? [] : [Plot.ruleY([reference], { strokeOpacity: 0.5 })]),
        ...shown.flatMap((method, index) => {
          const { colour, symbol } = looks[method];
          const own = means.filter((mean) => mean.method === method).sort((a, b) => a.width - b.width);
          const runs = points.filter((point) => point.method === method);
          return [
            Plot.dot(runs, { x: "width", y: "value", r: 2.5, fill: colour, fillOpacity: 0.45 }),
            Plot.ruleX(own, {
              x: "width",
              y1: "low",
              y2: "high",
              stroke: colour,
              strokeWidth: 2.5,
              strokeOpacity: 0.7,
            }),
            Plot.line(own, { x: "width", y: "mean", stroke: colour, strokeWidth: 2 }),
            Plot.dot(own, { x: "width", y: "mean", symbol, r: 4.5, fill: colour }),
            Plot.text([ends[index]!], {
              x: "width",
              y: "mean",
              text: () => method,
              dx: 12,
              dy: labelShifts[index]!,
              textAnchor: "start",
              fill: colour,
              fontWeight: 600,
            }),
          ];
        }),
      ],
    });

  // labels are placed by the scale of a first drawing, then moved apart
  const first = draw(shown.map(() => 0));
  const y = first.scale("y")!;
  const heights = ends.map((end) => y.apply(end.mean) as number);
  const placed = moveApart(heights, labelHeight);
  const svg = draw(placed.map((height, index) => height - heights[index]!));
  svg.setAttribute("role", "img");
  return new window.XMLSerializer().serializeToString(svg);
}

/** Whole decades around the values, with a tick at 1, 2 and 5 of each, or at 1 alone over more than two decades. */
function decades(values: readonly number[]): Plot.ScaleOptions {
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.max(Math.ceil(Math.log10(Math.max(...values))), from + 1);
  const steps = to - from > 2 ? [1] : [1, 2, 5];
  const ticks = Array.from({ length: to - from }, (_, i) =>
    steps.map((step) => step * 10 ** (from + i)),
  ).flat();
  return {
    domain: [10 ** from, 10 ** to],
    ticks: [...ticks, 10 ** to],
    tickFormat: (value: number) => String(Number(value.toPrecision(3))),
  };
}

/**
 * Moves heights apart until neighbours in order are at least `gap` from each other, each as little as its crowd
 * allows: crowds that touch are merged and spread about their centre.
 */
export function moveApart(heights: readonly number[], gap: number): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a]! - heights[b]!);
  let crowds = order.map((index) => ({ members: [index], centre: heights[index]! }));
  for (let merged = true; merged;) {
    merged = false;
    for (let i = 0; i + 1 < crowds.length; i++) {
      const [a, b] = [crowds[i]!, crowds[i + 1]!];
      const needed = ((a.members.length + b.members.length) / 2) * gap;
      if (b.centre - a.centre >= needed) continue;
      const members = [...a.members, ...b.members];
      const centre = members.reduce((sum, index) => sum + heights[index]!, 0) / members.length;
      crowds = [...crowds.slice(0, i), { members, centre }, ...crowds.slice(i + 2)];
      merged = true;
    }
  }
  const placed = [...heights];
  for (const { members, centre } of crowds) {
    members.forEach((index, rank) => (placed[index] = centre + (rank - (members.length - 1) / 2) * gap));
  }
  return placed;
}
