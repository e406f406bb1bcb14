import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { distributionChart } from "./distribution-chart.js";

const labels = { label: "value", description: "d" };

describe("distributionChart", () => {
  it("draws every sample on the same bins, as fractions of itself", () => {
    const svg = distributionChart(
      [
        { name: "few", values: [0, 1], colour: "#111111" },
        { name: "many", values: [0, 0, 1, 1, 1, 1, 1, 1], colour: "#222222" },
      ],
      labels,
    );
    const { document } = new JSDOM(svg, { contentType: "image/svg+xml" }).window;
    const heights = (colour: string) =>
      [...document.querySelectorAll(`rect[fill="${colour}"]`)].map((bar) =>
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
    expect(() => distributionChart([{ name: "none", values: [], colour: "red" }], labels)).toThrow(
      RangeError,
    );
  });
});
