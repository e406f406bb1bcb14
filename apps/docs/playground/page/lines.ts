import type { Side } from "../reports.js";

/** A curve. */
export interface Line {
  readonly side: Side;
  /** The name beside the end of the curve. */
  readonly short: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

interface Stroke {
  readonly stroke: string;
  readonly width: number;
  readonly dash?: number[];
}

/** Colors that people tell apart who see few, and dashes for those who see none. */
export function lineColors(isDark: boolean): Readonly<Record<Side, Stroke>> {
  const [orange, blue, gray] = isDark ? ["#ffa94d", "#74b0ff", "#c9ced6"] : ["#c24e00", "#1f5fa8", "#59616c"];
  return {
    chosen: { stroke: orange, width: 3 },
    dense: { stroke: blue, width: 2, dash: [6, 4] },
    narrow: { stroke: gray, width: 2, dash: [2, 3] },
  };
}
