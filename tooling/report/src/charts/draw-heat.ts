import { JSDOM } from "jsdom";
import type { HeatPicture } from "./chart.js";

/** Steps of color either side of zero. */
const steps = 12;
const cell = 8;
const gap = 20;
const top = 28;

type Attributes = Readonly<Record<string, string | number>>;
type MakeElement = (name: string, attributes: Attributes, text?: string) => Element;

/**
 * Draws values as colors: blue below zero, orange above, the ground itself at zero. Values are rounded to 12 steps, and
 * cells of a step share a path.
 *
 * @throws {RangeError} if a panel does not have rows × columns finite values
 */
export function drawHeat({ panels, rows, columns, description, label }: HeatPicture): string {
  for (const { title, values } of panels) {
    if (values.length === rows * columns && Array.from(values).every(Number.isFinite)) continue;
    throw new RangeError(`drawHeat: ${title} needs ${rows * columns} finite values`);
  }
  const max = Math.max(...panels.flatMap(({ values }) => Array.from(values, Math.abs)), Number.MIN_VALUE);
  const { document, XMLSerializer } = new JSDOM("").window;
  const element: MakeElement = (name, attributes, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
    made.textContent = text;
    return made;
  };

  const [panelWidth, panelHeight] = [columns * cell, rows * cell];
  const width = Math.max(panels.length * (panelWidth + gap) - gap, 320) + 2;
  const height = top + panelHeight + 56;
  const svg = element("svg", {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": description,
    "font-family": "system-ui, sans-serif",
    "font-size": 14,
    fill: "currentColor",
  });
  panels.forEach(({ title, values }, index) => {
    const panel = element("g", { transform: `translate(${index * (panelWidth + gap) + 1} ${top})` });
    panel.append(element("text", { y: -10 }, title), ...cellPaths(element, values, columns, max));
    const frame = { fill: "none", stroke: "currentColor", "stroke-opacity": 0.4 };
    panel.append(element("rect", { width: panelWidth, height: panelHeight, ...frame }));
    svg.append(panel);
  });
  svg.append(colorScale(element, { y: top + panelHeight + 14, label, max }));
  return new XMLSerializer().serializeToString(svg);
}

/** One path per step of color that has cells. */
function cellPaths(element: MakeElement, values: ArrayLike<number>, columns: number, max: number): Element[] {
  return colorSteps().flatMap((step) => {
    const path = Array.from(values)
      .flatMap((value, at) =>
        Math.round((value / max) * steps) === step
          ? [`M${(at % columns) * cell} ${Math.floor(at / columns) * cell}h${cell}v${cell}h-${cell}z`]
          : [],
      )
      .join("");
    return step !== 0 && path !== "" ? [element("path", { ...color(step), d: path })] : [];
  });
}

/** The colors, with the values at both ends and what they are. */
function colorScale(
  element: MakeElement,
  { y, label, max }: { readonly y: number; readonly label: string; readonly max: number },
): Element {
  const scale = element("g", { transform: `translate(1 ${y})` });
  const swatch = 280 / (2 * steps + 1);
  for (const step of colorSteps()) {
    const x = (step + steps) * swatch;
    if (step !== 0) scale.append(element("rect", { x, width: swatch, height: 10, ...color(step) }));
  }
  const end = max.toPrecision(2);
  scale.append(element("text", { y: 28 }, `−${end}`));
  scale.append(element("text", { x: 140, y: 28, "text-anchor": "middle" }, label));
  scale.append(element("text", { x: 280, y: 28, "text-anchor": "end" }, end));
  return scale;
}

function colorSteps(): number[] {
  return Array.from({ length: 2 * steps + 1 }, (_, index) => index - steps);
}

function color(step: number): { fill: string; "fill-opacity": string } {
  return {
    fill: step < 0 ? "#2f86d6" : "#d9731a",
    "fill-opacity": (Math.abs(step) / steps).toFixed(2),
  };
}
