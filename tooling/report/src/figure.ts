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

/** What figures are drawn on, and the ink of their text and axes, on light and on dark pages. */
export const figureColors = {
  light: { ground: "#ffffff", ink: "#1b1f24" },
  dark: { ground: "#1b1b1f", ink: "#e6e9ec" },
} as const;

/**
 * A drawing as a file of its own. It brings its ground, so it can be read wherever it is shown: a light one, and a dark one
 * where the page that shows it is dark (its `color-scheme`), or the reader's system is and the page does not say.
 */
export function standaloneSvg(svg: string): string {
  const { light, dark } = figureColors;
  const style = `<style>@media (prefers-color-scheme: dark) { svg { color: ${dark.ink}; } .ground { fill: ${dark.ground}; } }</style>`;
  const ground = `<rect class="ground" width="100%" height="100%" fill="${light.ground}"/>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.replace(/^<svg /, `<svg color="${light.ink}" `).replace(">", `>${style}${ground}`)}\n`;
}
