import type { Stroke } from "./glyphs.js";

/** How many straight pieces stand for what lies between two points of a stroke. */
const pieces = 4;

/**
 * The points of a stroke with those between them, x and y in turn: on straight lines, or on the Catmull-Rom curve
 * (Catmull and Rom, 1974), which passes through every point. At an open end the end point itself takes the place
 * of its missing neighbor.
 */
export function strokePath({ points, smooth }: Stroke): Float64Array {
  const last = points.length - 1;
  const path = new Float64Array(2 * (last * pieces + 1));
  for (let i = 0; i < last; i++) {
    for (let axis = 0; axis < 2; axis++) {
      const [b, c] = [points[i]![axis]!, points[i + 1]![axis]!];
      const a = points[Math.max(0, i - 1)]![axis]!;
      const d = points[Math.min(last, i + 2)]![axis]!;
      for (let piece = 0; piece < pieces; piece++) {
        const t = piece / pieces;
        const straight = b + t * (c - b);
        const curved = b + (t / 2) * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
        path[2 * (i * pieces + piece) + axis] = smooth ? curved : straight;
      }
    }
  }
  path.set(points[last]!, 2 * last * pieces);
  return path;
}
