import type { Random } from "@reciprocal/spectral";

/** Knots per side; the cubic between two knots reaches one knot further on either side. */
const knots = 5;

/**
 * A smooth random displacement of the unit square: a uniform cubic B-spline over 5×5 knots, each moved by
 * N(0, deviation²) along either axis. Points outside the square are displaced like the nearest point of its border.
 */
export class ElasticField {
  readonly #knots = new Float64Array(2 * knots * knots);

  constructor(random: Random, deviation: number) {
    for (let i = 0; i < this.#knots.length; i++) this.#knots[i] = random.normal(0, deviation);
  }

  /** Displaces the points of a path, x and y in turn, in place. */
  moveInPlace(path: Float64Array): void {
    for (let i = 0; i < path.length; i += 2) {
      const [column, acrossColumns] = weights(path[i]!);
      const [row, acrossRows] = weights(path[i + 1]!);
      let dx = 0;
      let dy = 0;
      for (let j = 0; j < 4; j++) {
        for (let k = 0; k < 4; k++) {
          const weight = acrossRows[j]! * acrossColumns[k]!;
          const knot = 2 * ((row + j) * knots + column + k);
          dx += weight * this.#knots[knot]!;
          dy += weight * this.#knots[knot + 1]!;
        }
      }
      path[i]! += dx;
      path[i + 1]! += dy;
    }
  }
}

/** The first of the four knots that act at `position`, and what each of them counts there. */
function weights(position: number): [first: number, weights: readonly number[]] {
  const spans = knots - 3;
  const place = Math.min(Math.max(position, 0), 1) * spans;
  const first = Math.min(Math.floor(place), spans - 1);
  const t = place - first;
  const rest = 1 - t;
  return [
    first,
    [
      (rest * rest * rest) / 6,
      (4 - 6 * t * t + 3 * t * t * t) / 6,
      (4 - 6 * rest * rest + 3 * rest * rest * rest) / 6,
      (t * t * t) / 6,
    ],
  ];
}
