import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { figureColors } from "@reciprocal/report";
import { describe, expect, it } from "vitest";

const results = resolve(import.meta.dirname, "../../bench/results");
const figures = readdirSync(results, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".svg"),
);

describe("committed figures", () => {
  it.each(figures)("%s can be read on light and on dark pages", (file) => {
    const svg = readFileSync(join(results, file), "utf8");
    const { light, dark } = figureColors;
    for (const color of [dark.ground, dark.ink, light.ground, light.ink]) expect(svg).toContain(color);
    const drawn = [...svg.matchAll(/(?:fill|stroke)="(#[0-9a-f]{6})"/g)].map(([, color]) => color!);
    for (const color of new Set(drawn)) {
      if (color === light.ground) continue;
      // what is not text needs 3 (WCAG 2.2, 1.4.11)
      for (const { ground } of [light, dark]) expect(contrast(color, ground), color).toBeGreaterThan(3);
    }
    for (const { ground, ink } of [light, dark]) expect(contrast(ink, ground)).toBeGreaterThan(7);
  });
});

/** The ratio of contrast of WCAG 2. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
