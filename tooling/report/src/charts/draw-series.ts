import * as Plot from "@observablehq/plot";
import { JSDOM } from "jsdom";
import { groupBy } from "../group-by.js";
import { meanAndDeviation } from "../mean-and-deviation.js";
import type { SeriesChart, SeriesLook, SeriesPoint } from "./chart.js";
import { moveApart } from "./move-apart.js";

const margins = { marginTop: 44, marginBottom: 52, marginLeft: 64 };
/** Of a label at the end of a line, at most. */
const letterWidth = 9;
const labelHeight = 17;
const titleLine = 21;

/** The runs of a series at one x. */
interface Mean {
  readonly series: string;
  readonly x: number;
  readonly mean: number;
  /** One standard deviation below and above. */
  readonly low: number;
  readonly high: number;
}

/** One series with everything that is drawn of it. */
interface Drawn {
  readonly series: string;
  readonly look: SeriesLook;
  readonly runs: readonly SeriesPoint[];
  /** By ascending x. */
  readonly means: readonly Mean[];
  /** The mean at the right end of its line. */
  readonly end: Mean;
}

/** @throws {RangeError} if there are no points, or a series has no look */
export function drawSeries(chart: SeriesChart): string {
  const { points, looks } = chart;
  if (points.length === 0) throw new RangeError("drawSeries: needs one or more points, got none");
  const unknown = points.find(({ series }) => !Object.hasOwn(looks, series));
  if (unknown !== undefined) throw new RangeError(`drawSeries: needs a look for ${unknown.series}`);
  const { window } = new JSDOM("");
  const drawn = drawnSeries(chart);
  const draw = (labelShifts: readonly number[]) => plot(chart, drawn, labelShifts, window.document);

  // labels are placed by the scale of a first drawing, then moved apart
  const y = draw(drawn.map(() => 0)).scale("y")!;
  const heights = drawn.map(({ end }) => y.apply(end.mean) as number);
  const placed = moveApart(heights, labelHeight);
  const svg = draw(placed.map((height, index) => height - heights[index]!));
  svg.setAttribute("role", "img");
  return new window.XMLSerializer().serializeToString(svg);
}

/** The series that have points, in the order of their looks. */
function drawnSeries({ points, looks, scale = "linear", x }: SeriesChart): Drawn[] {
  const isFurther = (a: number, b: number) => (x.reverse === true ? a < b : a > b);
  return Object.entries(looks).flatMap(([series, look]) => {
    const runs = points.filter((point) => point.series === series);
    if (runs.length === 0) return [];
    const means = [...groupBy(runs, (point) => point.x).values()]
      .map((members) => meanOf(members, scale))
      .sort((a, b) => a.x - b.x);
    const end = means.reduce((last, mean) => (isFurther(mean.x, last.x) ? mean : last));
    return [{ series, look, runs, means, end }];
  });
}

function meanOf(members: readonly SeriesPoint[], scale: "linear" | "log"): Mean {
  const { mean, deviation } = meanAndDeviation(members.map((point) => point.value));
  const { series, x } = members[0]!;
  // a bar that would leave a logarithmic axis at its foot ends at the lowest value instead
  const lowest = scale === "log" ? Math.min(...members.map((point) => point.value)) : -Infinity;
  return { series, x, mean, low: Math.max(mean - (deviation ?? 0), lowest), high: mean + (deviation ?? 0) };
}

function plot(
  chart: SeriesChart,
  drawn: readonly Drawn[],
  labelShifts: readonly number[],
  document: Document,
): ReturnType<typeof Plot.plot> {
  const { label, description, scale = "linear", reference, points, width = 620, height = 400 } = chart;
  // names stand beside the drawing: at the end of a line that is shorter than others they would cover those
  const ends = drawn.map(({ end }) => end.x);
  const edge = chart.x.reverse === true ? Math.min(...ends) : Math.max(...ends);
  const hasShort = ends.some((end) => end !== edge);
  // the axis says at the top of the margin what it is: below the titles, if there are any
  const above = [chart.title, chart.subtitle, label].filter((line) => line !== undefined);
  const marginTop = margins.marginTop + titleLine * (above.length - 1);
  return Plot.plot({
    document,
    className: "chart",
    ariaLabel: description,
    width,
    height,
    ...margins,
    marginTop,
    marginRight: Math.max(112, 29 + letterWidth * Math.max(...drawn.map(({ series }) => series.length))),
    style: { fontFamily: "system-ui, sans-serif", fontSize: "14px", background: "none", overflow: "visible" },
    x: horizontalAxis(chart),
    y: {
      type: scale,
      label: null,
      grid: true,
      ...(scale === "log" ? decades(points.map((point) => point.value)) : { nice: true }),
    },
    marks: [
      ...(reference === undefined ? [] : [Plot.ruleY([reference], { strokeOpacity: 0.5 })]),
      ...drawn.flatMap((own, index) =>
        seriesMarks(own, { edge, hasShort, labelShift: labelShifts[index]!, spread: chart.spread ?? "bar" }),
      ),
      ...above.map((line, index) =>
        Plot.text([line], {
          frameAnchor: "top-left",
          dx: 3 - margins.marginLeft,
          dy: 3 - marginTop + titleLine * index,
          fontWeight: line === chart.title ? 600 : 400,
        }),
      ),
    ],
  });
}

function horizontalAxis({ points, x }: SeriesChart): Plot.ScaleOptions & { inset: number } {
  const places = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b);
  const [first, last] = [places[0]!, places.at(-1)!];
  return {
    type: "log",
    domain: places.length > 1 ? [first, last] : [first / 2, first * 2],
    ...(x.reverse === true && { reverse: true }),
    label: x.label,
    labelAnchor: "center",
    labelArrow: "none",
    labelOffset: 44,
    ticks: x.ticks?.filter((tick) => first <= tick && tick <= last) ?? places,
    tickFormat: x.tickFormat ?? ((value: number) => value.toLocaleString("en")),
    inset: 14,
  };
}

/** Where names stand, and how spread is drawn. */
interface Labels {
  /** The x beside which all names stand. */
  readonly edge: number;
  /** Whether a line ends before it: then names are away from their lines, and all have the symbol too. */
  readonly hasShort: boolean;
  readonly labelShift: number;
  readonly spread: "bar" | "band";
}

function seriesMarks(
  { series, look: { color, symbol }, runs, means, end }: Drawn,
  { edge, hasShort, labelShift, spread }: Labels,
): Plot.Markish[] {
  const range = { x: "x", y1: "low", y2: "high" };
  const name = [{ x: edge, mean: end.mean }];
  const at = { x: "x", y: "mean", dy: labelShift } as const;
  return [
    ...(spread === "band" ? [Plot.areaY(means, { ...range, fill: color, fillOpacity: 0.18 })] : []),
    Plot.dot(runs, { x: "x", y: "value", r: 2.5, fill: color, fillOpacity: 0.45 }),
    ...(spread === "bar"
      ? [Plot.ruleX(means, { ...range, stroke: color, strokeWidth: 2.5, strokeOpacity: 0.7 })]
      : []),
    Plot.line(means, { x: "x", y: "mean", stroke: color, strokeWidth: 2 }),
    Plot.dot(means, { x: "x", y: "mean", symbol, r: 4.5, fill: color }),
    ...(hasShort ? [Plot.dot(name, { ...at, symbol, r: 4.5, fill: color, dx: 17 })] : []),
    Plot.text(name, {
      ...at,
      text: () => series,
      dx: hasShort ? 27 : 12,
      textAnchor: "start",
      fill: color,
      fontWeight: 600,
    }),
  ];
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
