import * as Plot from "@observablehq/plot";
import { JSDOM } from "jsdom";
import { groupBy } from "./group-by.js";
import { meanAndDeviation } from "./mean-and-deviation.js";
import { moveApart } from "./move-apart.js";

/** One run in a chart. */
export interface SeriesPoint {
  readonly series: string;
  readonly x: number;
  readonly value: number;
}

/** How a series looks: a middle tone that stands out from white and from near-black alike, and a shape of its own. */
export interface SeriesLook {
  readonly colour: string;
  readonly symbol: "square" | "circle" | "triangle" | "diamond" | "star" | "wye" | "cross" | "plus";
}

export interface SeriesChartOptions {
  /** Name of the vertical axis, with its unit. */
  readonly label: string;
  /** Read out instead of the picture. */
  readonly description: string;
  /** "log" for numbers over several orders of magnitude. Default "linear". */
  readonly scale?: "linear" | "log";
  /** A value drawn as a thin line across the chart. */
  readonly reference?: number;
  /** The horizontal axis, which is logarithmic; without `ticks` it has one at each x used. */
  readonly x: {
    readonly label: string;
    readonly ticks?: readonly number[];
    readonly tickFormat?: (x: number) => string;
    /** From large to small. Default false. */
    readonly reverse?: boolean;
  };
  /** By the name of the series, in the order in which they are drawn. */
  readonly looks: Readonly<Record<string, SeriesLook>>;
  /** How the standard deviation is shown. Default "bar". */
  readonly spread?: "bar" | "band";
  /** In units of the drawing, in which letters are 14 high. Default 620 by 400. */
  readonly width?: number;
  readonly height?: number;
}

const margins = { marginTop: 44, marginBottom: 52, marginLeft: 64 };
/** Of a label at the end of a line, at most. */
const letterWidth = 9;
const labelHeight = 17;

/**
 * Draws values against x as one SVG element: per series a line through the means over its runs, one standard deviation
 * either side, a faint dot per run, and the name beside it on the right. Text and axes take the current text colour.
 *
 * @throws {RangeError} when there are no points, or a series has no look
 */
export function seriesChart(
  points: readonly SeriesPoint[],
  {
    label,
    description,
    scale = "linear",
    reference,
    x,
    looks,
    spread = "bar",
    width = 620,
    height = 400,
  }: SeriesChartOptions,
): string {
  if (points.length === 0) throw new RangeError("seriesChart: needs one or more points, got none");
  const unknown = points.find(({ series }) => !Object.hasOwn(looks, series));
  if (unknown !== undefined) throw new RangeError(`seriesChart: needs a look for ${unknown.series}`);
  const { window } = new JSDOM("");
  const means = [...groupBy(points, (point) => `${point.series} ${point.x}`).values()].map((members) => {
    const { mean, deviation } = meanAndDeviation(members.map((point) => point.value));
    const { series, x: at } = members[0]!;
    // a bar that would leave a logarithmic axis at its foot ends at the lowest value instead
    const low = Math.max(
      mean - (deviation ?? 0),
      scale === "log" ? Math.min(...members.map((p) => p.value)) : -Infinity,
    );
    return { series, x: at, mean, low, high: mean + (deviation ?? 0) };
  });
  const shown = Object.keys(looks).filter((series) => means.some((mean) => mean.series === series));
  const places = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b);
  const isFurther = (a: number, b: number) => (x.reverse === true ? a < b : a > b);
  const ends = shown.map((series) =>
    means
      .filter((mean) => mean.series === series)
      .reduce((last, mean) => (isFurther(mean.x, last.x) ? mean : last)),
  );

  // names stand beside the drawing: at the end of a line that is shorter than others they would cover those
  const edge = ends.reduce((last, end) => (isFurther(end.x, last.x) ? end : last)).x;

  const draw = (labelShifts: readonly number[]) =>
    Plot.plot({
      document: window.document,
      className: "chart",
      ariaLabel: description,
      width,
      height,
      ...margins,
      marginRight: Math.max(112, 29 + letterWidth * Math.max(...shown.map((series) => series.length))),
      style: {
        fontFamily: "system-ui, sans-serif",
        fontSize: "14px",
        background: "none",
        overflow: "visible",
      },
      x: {
        type: "log",
        domain: places.length > 1 ? [places[0]!, places.at(-1)!] : [places[0]! / 2, places[0]! * 2],
        ...(x.reverse === true && { reverse: true }),
        label: x.label,
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 44,
        ticks: x.ticks?.filter((tick) => places[0]! <= tick && tick <= places.at(-1)!) ?? places,
        tickFormat: x.tickFormat ?? ((value: number) => value.toLocaleString("en")),
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
        ...shown.flatMap((series, index) => {
          const { colour, symbol } = looks[series]!;
          const own = means.filter((mean) => mean.series === series).sort((a, b) => a.x - b.x);
          const runs = points.filter((point) => point.series === series);
          const range = { x: "x", y1: "low", y2: "high" };
          const { x: endsAt, mean } = ends[index]!;
          // away from its line a name needs the symbol too
          const isShort = endsAt !== edge;
          const name = [{ x: edge, mean }];
          const at = { x: "x", y: "mean", dy: labelShifts[index]! } as const;
          return [
            ...(spread === "band" ? [Plot.areaY(own, { ...range, fill: colour, fillOpacity: 0.18 })] : []),
            Plot.dot(runs, { x: "x", y: "value", r: 2.5, fill: colour, fillOpacity: 0.45 }),
            ...(spread === "bar"
              ? [Plot.ruleX(own, { ...range, stroke: colour, strokeWidth: 2.5, strokeOpacity: 0.7 })]
              : []),
            Plot.line(own, { x: "x", y: "mean", stroke: colour, strokeWidth: 2 }),
            Plot.dot(own, { x: "x", y: "mean", symbol, r: 4.5, fill: colour }),
            ...(isShort ? [Plot.dot(name, { ...at, symbol, r: 4.5, fill: colour, dx: 17 })] : []),
            Plot.text(name, {
              ...at,
              text: () => series,
              dx: isShort ? 27 : 12,
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
