import { JSDOM } from "jsdom";

export interface Panel {
  readonly title: string;
  /** Row by row; as many as rows × columns. */
  readonly values: ArrayLike<number>;
}

export interface HeatPictureOptions {
  readonly rows: number;
  readonly columns: number;
  /** Read out instead of the picture. */
  readonly description: string;
  /** What a value is. */
  readonly label: string;
}

/** Steps of colour either side of zero. */
const steps = 12;
const cell = 8;
const gap = 20;
const top = 28;

/**
 * Draws numbers as pictures side by side, on one scale of colour that is the same either side of zero: blue below,
 * orange above, the ground itself at zero. Values are rounded to 12 steps, and cells of a step share a path.
 *
 * @throws {RangeError} when the panels do not have rows × columns finite values
 */
export function heatPicture(
  panels: readonly Panel[],
  { rows, columns, description, label }: HeatPictureOptions,
): string {
  for (const { title, values } of panels) {
    if (values.length === rows * columns && Array.from(values).every(Number.isFinite)) continue;
    throw new RangeError(`heatPicture: ${title} needs ${rows * columns} finite values`);
  }
  const most = Math.max(...panels.flatMap(({ values }) => Array.from(values, Math.abs)), Number.MIN_VALUE);
  const { document, XMLSerializer } = new JSDOM("").window;
  const element = (name: string, attributes: Readonly<Record<string, string | number>>, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
    made.textContent = text;
    return made;
  };

  const [wide, high] = [columns * cell, rows * cell];
  const width = Math.max(panels.length * (wide + gap) - gap, 320) + 2;
  const height = top + high + 56;
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
    const panel = element("g", { transform: `translate(${index * (wide + gap) + 1} ${top})` });
    panel.append(element("text", { y: -10 }, title));
    for (let step = -steps; step <= steps; step++) {
      const path = Array.from(values)
        .flatMap((value, at) =>
          Math.round((value / most) * steps) === step
            ? [`M${(at % columns) * cell} ${Math.floor(at / columns) * cell}h${cell}v${cell}h-${cell}z`]
            : [],
        )
        .join("");
      if (step !== 0 && path !== "") panel.append(element("path", { ...colour(step), d: path }));
    }
    panel.append(
      element("rect", {
        width: wide,
        height: high,
        fill: "none",
        stroke: "currentColor",
        "stroke-opacity": 0.4,
      }),
    );
    svg.append(panel);
  });

  // the scale of colour, with its ends and zero
  const scale = element("g", { transform: `translate(1 ${top + high + 14})` });
  const swatch = 280 / (2 * steps + 1);
  for (let step = -steps; step <= steps; step++) {
    const x = (step + steps) * swatch;
    if (step !== 0) scale.append(element("rect", { x, width: swatch, height: 10, ...colour(step) }));
  }
  const end = most.toPrecision(2);
  scale.append(element("text", { y: 28 }, `−${end}`));
  scale.append(element("text", { x: 140, y: 28, "text-anchor": "middle" }, label));
  scale.append(element("text", { x: 280, y: 28, "text-anchor": "end" }, end));
  svg.append(scale);
  return new XMLSerializer().serializeToString(svg);
}

function colour(step: number): { fill: string; "fill-opacity": string } {
  return {
    fill: step < 0 ? "#2f86d6" : "#d9731a",
    "fill-opacity": (Math.abs(step) / steps).toFixed(2),
  };
}
