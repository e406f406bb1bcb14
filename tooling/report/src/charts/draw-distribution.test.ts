import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { drawDistribution } from "./draw-distribution.js";

const chart = { kind: "distribution", label: "value", description: "d" } as const;

describe("drawDistribution", () => {
  it("draws every sample on the same bins, as fractions of itself", () => {
    const samples = [
      { name: "few", values: [0, 1], color: "#111111" },
      { name: "many", values: [0, 0, 1, 1, 1, 1, 1, 1], color: "#222222" },
    ];
    const svg = drawDistribution({ ...chart, samples });
    const { document } = new JSDOM(svg, { contentType: "image/svg+xml" }).window;
    const heights = (color: string) =>
      [...document.querySelectorAll(`rect[fill="${color}"]`)].map((bar) =>
        Number(bar.getAttribute("height")),
      );
    const [few, many] = [heights("#111111"), heights("#222222")];
    // halves against a quarter and three quarters
    expect(few[0]! / many[0]!).toBeCloseTo(2, 5);
    expect(few[1]! / many[1]!).toBeCloseTo(2 / 3, 5);
    expect([...document.querySelectorAll("text")].map((text) => text.textContent)).toEqual(
      expect.arrayContaining(["few", "many", "value"]),
    );
  });

  it("refuses an empty sample", () => {
    const samples = [{ name: "none", values: [], color: "red" }];
    expect(() => drawDistribution({ ...chart, samples })).toThrow(RangeError);
  });
});
