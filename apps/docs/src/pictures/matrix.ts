import { type Drawing, element, label, type Point, type Role, shown } from "./svg.js";

/** A matrix as rows of numbers. */
export type Rows = readonly (readonly number[])[];

export interface NumberMatrixOptions extends Point {
  /** Side of the square that a number has. */
  readonly cell: number;
  /** What the number in this row and column belongs to; `quiet` for the zeros and ones that are always there. */
  readonly roleOf?: (row: number, column: number) => Role;
}

/** Numbers between brackets, each on the color of what it belongs to. */
export function numberMatrix(rows: Rows, { x, y, cell, roleOf = () => "ink" }: NumberMatrixOptions): Drawing {
  const [height, width] = [rows.length * cell, (rows[0]?.length ?? 0) * cell];
  const cells = rows.flatMap((row, i) =>
    row.map((value, j) => {
      const role = roleOf(i, j);
      const [left, top] = [x + j * cell, y + i * cell];
      const box = { x: left + 1, y: top + 1, width: cell - 2, height: cell - 2, rx: 3 };
      const back = element("rect", { ...box, class: `fill-${role}`, "fill-opacity": 0.16 });
      const at = { x: left + cell / 2, y: top + cell / 2 + 5 };
      return `${role === "quiet" || role === "ink" ? "" : back}${label(shown(value), at, {
        role: role === "quiet" ? "quiet" : "ink",
        size: 12,
      })}`;
    }),
  );
  const bracket = (edge: number, inward: number): Drawing =>
    element("path", {
      class: "line-quiet",
      "stroke-width": 1.5,
      d: `M${edge + inward},${y}H${edge}V${y + height}H${edge + inward}`,
    });
  return [...cells, bracket(x - 3, 5), bracket(x + width + 3, -5)].join("");
}

export interface SquareMatrixOptions extends Point {
  readonly cell: number;
  readonly role: Role;
  /** The magnitude whose square fills its cell. */
  readonly largest: number;
}

/** Numbers as squares, whose area is their magnitude: filled if positive, hollow if negative, a dot if zero. */
export function squareMatrix(rows: Rows, { x, y, cell, role, largest }: SquareMatrixOptions): Drawing {
  const frame = element("rect", {
    ...{ x, y, width: (rows[0]?.length ?? 0) * cell, height: rows.length * cell },
    ...{ class: "line-quiet", "stroke-opacity": 0.5 },
  });
  const squares = rows.flatMap((row, i) =>
    row.map((value, j) => {
      const [centerX, centerY] = [x + (j + 0.5) * cell, y + (i + 0.5) * cell];
      const side = Math.sqrt(Math.min(1, Math.abs(value) / largest)) * (cell - 2);
      if (side < 1.5) return element("circle", { cx: centerX, cy: centerY, r: 0.8, class: "fill-quiet" });
      const hollow = value < 0;
      const inner = hollow ? Math.max(0.5, side - 1.5) : side; // the line adds half its width on either side
      const box = { x: centerX - inner / 2, y: centerY - inner / 2, width: inner, height: inner };
      return element("rect", {
        ...box,
        class: `${hollow ? "line" : "fill"}-${role}`,
        "stroke-width": hollow ? 1.5 : undefined,
      });
    }),
  );
  return [frame, ...squares].join("");
}

/** Rows of a matrix that is stored row by row. */
export function rowsOf(values: ArrayLike<number>, columns: number): number[][] {
  return Array.from({ length: values.length / columns }, (_, i) =>
    Array.from({ length: columns }, (_, j) => values[i * columns + j]!),
  );
}
