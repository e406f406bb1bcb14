import type { Figure, SeriesChart } from "@reciprocal/report";
import { methodLooks } from "./method-looks.js";
import type { TrainingRun } from "./training-run.js";

export interface MethodChartOptions<Line> extends Omit<SeriesChart, "kind" | "points" | "looks" | "x"> {
  readonly name: string;
  readonly caption: string;
  readonly x: SeriesChart["x"] & { readonly of: (line: Line) => number };
  /** Lines for which it is not a finite number are left out. */
  readonly value: (line: Line) => number;
}

export const widthAxis = {
  label: "nodes per hidden layer (logarithmic)",
  of: (line: Pick<TrainingRun, "width">) => line.width,
};

/** A figure of some lines, a series per method. None if there is nothing to draw. */
export function methodChart<Line extends Pick<TrainingRun, "method">>(
  lines: readonly Line[],
  { name, caption, value, x: { of, ...x }, ...options }: MethodChartOptions<Line>,
): Figure[] {
  const points = lines
    .map((line) => ({ series: line.method, x: of(line), value: value(line) }))
    .filter((point) => Number.isFinite(point.value));
  if (points.length === 0) return [];
  return [{ name, caption, chart: { kind: "series", points, looks: methodLooks, x, ...options } }];
}

/** A shape small enough that its letters can be read on a phone. */
export const smallChart = { spread: "band", width: 500, height: 360 } as const;
