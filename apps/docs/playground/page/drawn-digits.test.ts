import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPlainPredictor, decodeNetwork } from "@reciprocal/network";
import { expect, it } from "vitest";
import { hands, pointsOf, strokes } from "../testing/strokes.js";
import { centerDigit } from "./center-digit.js";

const size = 280;
const file = join(import.meta.dirname, "../../pages/public/digits.rcp");

/** What the pad holds after lines of this width with round ends. */
function drawn(lines: readonly (readonly [number, number])[][], width = 22): Float32Array {
  const drawing = new Float32Array(size * size);
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      const [[x0, y0], [x1, y1]] = [line[i - 1]!, line[i]!];
      const length = Math.hypot(x1 - x0, y1 - y0) || 1;
      const within = (value: number): number => Math.min(size, Math.max(0, Math.round(value)));
      const [top, bottom] = [within(Math.min(y0, y1) - width), within(Math.max(y0, y1) + width)];
      const [left, right] = [within(Math.min(x0, x1) - width), within(Math.max(x0, x1) + width)];
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          const [dx, dy] = [x + 0.5 - x0, y + 0.5 - y0];
          const along = Math.min(1, Math.max(0, (dx * (x1 - x0) + dy * (y1 - y0)) / length ** 2));
          const away = Math.hypot(dx - along * (x1 - x0), dy - along * (y1 - y0));
          const ink = Math.min(1, Math.max(0, width / 2 + 0.5 - away));
          drawing[y * size + x] = Math.max(drawing[y * size + x]!, ink);
        }
      }
    }
  }
  return drawing;
}

it("knows digits that are drawn large, small, slanted and out of the middle, by the built-in network", () => {
  const predictor = createPlainPredictor(decodeNetwork(readFileSync(file)));
  const read = hands.map((hand) =>
    strokes.map((_, digit) => {
      const answer = predictor.predict(centerDigit(drawn(pointsOf(digit, hand, size)), size));
      return answer.indexOf(Math.max(...answer));
    }),
  );
  const right = read.flatMap((row) => row.filter((answer, digit) => answer === digit)).length;
  expect(right).toBeGreaterThanOrEqual(27); // of 30
});
