import { describe, expect, it } from "vitest";
import { centerDigit } from "./center-digit.js";
import { divergingPixels, spread } from "./diverging-pixels.js";
import { histogram } from "./histogram.js";
import { defaultSettings, settingsFromQuery, settingsToQuery } from "../settings.js";

describe("centerDigit", () => {
  it("scales the longer side to 20 pixels and puts the center of mass in the middle", () => {
    const size = 100;
    const drawing = new Float32Array(size * size);
    for (let y = 50; y < 90; y++) for (let x = 5; x < 25; x++) drawing[y * size + x] = 1; // 20 wide, 40 high
    const image = centerDigit(drawing, size);
    const inside = Array.from(image, (value, i) => (value > 0.5 ? i : -1)).filter((i) => i >= 0);
    expect([inside[0]! / 28, inside.at(-1)! / 28].map(Math.floor)).toEqual([4, 23]); // 20 rows in the middle
    expect([inside[0]! % 28, inside.at(-1)! % 28]).toEqual([9, 18]);
    // 20·10 pixels, up to half a sample more or less at the edges
    expect(image.reduce((sum, value) => sum + value, 0)).toBeCloseTo(200, 0);
  });

  it("leaves an empty drawing empty", () => {
    expect(centerDigit(new Float32Array(100), 10)).toEqual(new Float32Array(784));
  });
});

describe("histogram", () => {
  it("counts every value once, the largest in the last bin", () => {
    expect(histogram([0, 1, 1, 4], 2)).toEqual([
      { from: 0, to: 2, count: 3 },
      { from: 2, to: 4, count: 1 },
    ]);
    expect(histogram([3, 3])).toEqual([{ from: 3, to: 3, count: 2 }]);
    expect(histogram([])).toEqual([]);
  });
});

describe("divergingPixels", () => {
  it("is clear in the middle, and full from its reach on", () => {
    const pixels = divergingPixels([-1, 0, 2, 3], { middle: 0, reach: 2 });
    expect([...pixels]).toEqual([
      ...[42, 120, 200, 128],
      ...[225, 105, 10, 0],
      ...[225, 105, 10, 255],
      ...[225, 105, 10, 255],
    ]);
    expect(divergingPixels([1, 1], { middle: 1, reach: 0 })[3]).toBe(0);
  });

  it("is not changed by a constant where the spread says middle and reach", () => {
    const [a, b] = [Float32Array.of(-1, 0, 2), Float32Array.of(3, 4, 6)];
    expect(spread(a)).toEqual({ middle: 0, reach: 2 });
    expect(divergingPixels(b, spread(b))).toEqual(divergingPixels(a, spread(a)));
  });
});

describe("settingsFromQuery", () => {
  it("reads what settingsToQuery wrote, and takes the default for what is not offered", () => {
    const settings = { method: "s-qr", width: 200, rateFactor: 0.3, engine: "webgpu" } as const;
    expect(settingsFromQuery(settingsToQuery(settings))).toEqual(settings);
    expect(settingsFromQuery("?method=magic&width=1e9&rate=&engine=steam")).toEqual(defaultSettings);
  });
});
