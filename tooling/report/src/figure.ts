import type { Chart } from "./charts/chart.js";

/** A chart with its caption. */
export interface Figure {
  /** Name of its file, without the suffix. */
  readonly name: string;
  readonly caption: string;
  readonly chart: Chart;
}

/** The drawings of figures by their names, one svg element each. */
export type Drawings = ReadonlyMap<string, string>;

/** A drawing as a file of its own: its text is black and its ground white wherever it is shown. */
export function standaloneSvg(svg: string): string {
  const ground = '<rect width="100%" height="100%" fill="#ffffff"/>';
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.replace(/^<svg /, '<svg color="#1b1f24" ').replace(">", `>${ground}`)}\n`;
}
