import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { widthChart } from "./width-chart.js";

const points = [
  { method: "dense", width: 50, value: 1 },
  { method: "dense", width: 200, value: 1 },
  { method: "spectral", width: 50, value: 0.02 },
  { method: "spectral", width: 50, value: 0.04 },
  { method: "spectral", width: 200, value: 0.01 },
] as const;

function parse(svg: string): Document {
  return new JSDOM(svg, { contentType: "image/svg+xml" }).window.document; // throws unless well-formed
}

function texts(svg: string): string[] {
  return [...parse(svg).querySelectorAll("text")].map((text) => text.textContent);
}

describe("widthChart", () => {
  it("names axes and methods and has a tick at each width", () => {
    const shown = texts(widthChart(points, { label: "how good", description: "d" }));
    expect(shown).toEqual(expect.arrayContaining(["how good", "dense", "spectral", "50", "200"]));
    expect(shown).toContain("nodes per hidden layer (logarithmic)");
  });

  it("places widths by their logarithm and values by the scale asked for", () => {
    const document = parse(widthChart(points, { label: "", description: "", scale: "log" }));
    const [dense, spectral] = [...document.querySelectorAll('g[aria-label="line"] path')].map((path) =>
      [...path.getAttribute("d")!.matchAll(/-?[\d.]+/g)].map(Number),
    );
    // the dense line is level at the top; the spectral mean falls from 0.03 to 0.01, log10 3 of two decades
    expect(dense![1]).toBe(dense![3]);
    const [, top] = dense!;
    const [, high, , low] = spectral!;
    expect((high! - top!) / (low! - top!)).toBeCloseTo(Math.log10(1 / 0.03) / 2, 3);
  });

  it("draws every run as a dot and the deviation as a bar", () => {
    const document = parse(widthChart(points, { label: "", description: "" }));
    const dots = [...document.querySelectorAll('circle[r="2.5"]')].map((dot) =>
      Number(dot.getAttribute("cy")),
    );
    expect(dots.length).toBe(points.length);
    const bars = [...document.querySelectorAll('g[aria-label="rule"] line')]
      .map((bar) => ["y1", "y2"].map((end) => Number(bar.getAttribute(end))))
      .filter(([y1, y2]) => y1 !== y2);
    // two runs d apart deviate by d / √2, either side of their mean
    const [a, b] = [dots[2]!, dots[3]!];
    const deviation = Math.abs(a - b) / Math.SQRT2;
    expect(bars.length).toBe(1);
    expect(Math.max(...bars[0]!)).toBeCloseTo((a + b) / 2 + deviation, 2);
    expect(Math.min(...bars[0]!)).toBeCloseTo((a + b) / 2 - deviation, 2);
  });

  it.each(["linear", "log"] as const)("draws a single %s point", (scale) => {
    const svg = widthChart([points[4]], { label: "", description: "", scale });
    expect(texts(svg)).toContain("spectral");
    expect(svg).not.toContain("NaN");
  });

  it("refuses to draw nothing", () => {
    expect(() => widthChart([], { label: "", description: "" })).toThrow(RangeError);
  });
});
