import { mappingParameterCount, type Method } from "@reciprocal/spectral";
import { type Drawing, element, label, picture, type Point, type Role } from "./svg.js";

const [inputs, outputs] = [784, 200];
const scale = 0.18;
const [wide, high] = [inputs * scale, outputs * scale];

/** What each method trains of a layer from 784 nodes to 200, drawn to scale: filled what trains, hatched what is frozen. */
export function trainedNumbersPicture(): string {
  const rows: readonly { method: Method; name: string; draw: (at: Point) => Drawing }[] = [
    {
      method: "dense",
      name: "dense",
      draw: (at) => block(at, { width: wide, role: "w", trains: true, name: "w" }),
    },
    {
      method: "spectral",
      name: "spectral",
      draw: (at) => spectra(at) + block(at, { width: wide, name: "φ" }),
    },
    {
      method: "s-svd",
      name: "S-SVD",
      draw: (at) =>
        [
          spectra(at, 2 * high + 16),
          block(at, { width: high, name: "U" }),
          diagonal({ x: at.x + high + 8, y: at.y }),
          block({ x: at.x + 2 * high + 16, y: at.y }, { width: wide, name: "Vᵀ" }),
        ].join(""),
    },
    {
      method: "s-qr",
      name: "S-QR",
      draw: (at) =>
        [
          spectra(at, high + 8),
          triangle(at),
          block({ x: at.x + high + 8, y: at.y }, { width: wide, name: "Q" }),
        ].join(""),
    },
  ];
  const step = 96;
  return picture(
    "What each method trains of a layer from 784 nodes to 200",
    { width: 400, height: 46 + rows.length * step },
    element(
      "defs",
      {},
      element(
        "pattern",
        { id: "frozen", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        element("line", { x1: 0, y1: 0, x2: 0, y2: 5, class: "line-quiet", "stroke-width": 1.2 }),
      ),
    ),
    ...rows.map(({ method, name, draw }, i) => {
      const top = 50 + i * step;
      const count = mappingParameterCount(method, inputs, outputs).toLocaleString("en");
      return [
        label(name, { x: 14, y: top - 16 }, { bold: true, anchor: "start" }),
        label(`${count} train`, { x: 386, y: top - 16 }, { anchor: "end" }),
        draw({ x: 30, y: top }),
      ].join("");
    }),
    label(
      "filled: trains",
      { x: 14, y: 34 + rows.length * step },
      { role: "quiet", anchor: "start", size: 13 },
    ),
    label(
      "hatched: frozen, from a seed",
      { x: 386, y: 34 + rows.length * step },
      { role: "quiet", anchor: "end", size: 13 },
    ),
  );
}

/** λ_out along the rows of the first factor, λ_in along the columns of the last; lines are wider than a number at this scale. */
function spectra({ x, y }: Point, before = 0): Drawing {
  return [
    element("rect", { x: x + before, y: y - 8, width: wide, height: 4, class: "fill-in" }),
    element("rect", { x: x - 8, y, width: 4, height: high, class: "fill-out" }),
    label("λ_in", { x: x + before + wide + 8, y: y - 1 }, { role: "in", size: 12, anchor: "start" }),
    label("λ_out", { x: x - 14, y: y + high + 16 }, { role: "out", size: 12, anchor: "start" }),
  ].join("");
}

function block(
  { x, y }: Point,
  {
    width,
    name,
    role = "phi",
    trains = false,
  }: { width: number; name: string; role?: Role; trains?: boolean },
): Drawing {
  const box = { x, y, width, height: high };
  const fill = trains
    ? { class: `fill-${role}`, "fill-opacity": 0.55 }
    : { fill: "url(#frozen)", "fill-opacity": 0.7 };
  const at = { x: x + width / 2, y: y + high / 2 + 5 };
  return [
    element("rect", { ...box, ...fill }),
    element("rect", { ...box, class: "line-quiet" }),
    element("rect", { x: at.x - 14, y: at.y - 14, width: 28, height: 19, rx: 3, class: "paper" }),
    label(name, at, { role }),
  ].join("");
}

function diagonal({ x, y }: Point): Drawing {
  return [
    element("rect", { x, y, width: high, height: high, class: "line-quiet" }),
    element("path", { d: `M${x},${y}l${high},${high}`, class: "line-phi", "stroke-width": 4 }),
    label("s", { x: x + high * 0.72, y: y + high * 0.4 }, { role: "phi" }),
  ].join("");
}

/** R is lower triangular where n ≥ m. */
function triangle({ x, y }: Point): Drawing {
  return [
    element("rect", { x, y, width: high, height: high, class: "line-quiet" }),
    element("path", { d: `M${x},${y}l${high},${high}h${-high}z`, class: "fill-phi", "fill-opacity": 0.55 }),
    label("R", { x: x + high * 0.72, y: y + high * 0.42 }, { role: "phi" }),
  ].join("");
}
