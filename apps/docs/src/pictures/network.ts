import type { Rows } from "./matrix.js";
import { type Drawing, element, label, type Point, type Role, shown } from "./svg.js";

/** A node of a drawn network. */
export interface DrawnNode extends Point {
  readonly role: Role;
  /** What it holds; a node without is drawn as a small disk. */
  readonly value?: number;
  readonly radius?: number;
  /** Drawn dashed and empty, without links. */
  readonly isRemoved?: boolean;
}

/** Links from one column of nodes to the next, as wide as the magnitude of their weight; negative ones are dashed. */
export function links(from: readonly DrawnNode[], to: readonly DrawnNode[], weights: Rows): Drawing {
  const largest = Math.max(...weights.flat().map(Math.abs));
  return to
    .flatMap((end, i) =>
      from.map((start, j) => {
        const weight = weights[i]![j]!;
        if (weight === 0 || start.isRemoved === true || end.isRemoved === true) return "";
        return element("line", {
          ...{ x1: start.x, y1: start.y, x2: end.x, y2: end.y, class: "line-w", "stroke-opacity": 0.75 },
          "stroke-width": 0.5 + (3 * Math.abs(weight)) / largest,
          "stroke-dasharray": weight < 0 ? "5 4" : undefined,
        });
      }),
    )
    .join("");
}

/** Nodes, with what they hold. */
export function nodes(all: readonly DrawnNode[]): Drawing {
  return all
    .map(({ x, y, role, value, isRemoved = false, radius = value === undefined ? 6 : 17 }) => {
      const at = { cx: x, cy: y, r: radius };
      if (isRemoved) return element("circle", { ...at, class: "line-quiet", "stroke-dasharray": "2 3" });
      if (value === undefined) return element("circle", { ...at, class: `fill-${role}` });
      return [
        element("circle", { ...at, class: "paper" }),
        element("circle", { ...at, class: `fill-${role}`, "fill-opacity": 0.16 }),
        element("circle", { ...at, class: `line-${role}`, "stroke-width": 1.5 }),
        label(shown(value), { x, y: y + 5 }, { size: 13 }),
      ].join("");
    })
    .join("");
}

/** `count` places in a column that is centered at `y`. */
export function column(count: number, { x, y, gap }: Point & { readonly gap: number }): Point[] {
  return Array.from({ length: count }, (_, i) => ({ x, y: y + (i - (count - 1) / 2) * gap }));
}
