import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import type { SeriesChart } from "./chart.js";
import { drawSeries } from "./draw-series.js";

const points = [
  { series: "a", x: 0.5, value: 1 },
  { series: "a", x: 0.5, value: 3 },
  { series: "a", x: 0.01, value: 2 },
];
const looks = {
  a: { color: "#111111", symbol: "circle" },
  b: { color: "#eeeeee", symbol: "square" },
} as const;

const draw = (chart: Partial<SeriesChart>) =>
  drawSeries({ kind: "series", label: "y", description: "d", points, looks, x: { label: "x" }, ...chart });
// throws unless well-formed
const drawn = (chart: Partial<SeriesChart>) =>
  new JSDOM(draw(chart), { contentType: "image/svg+xml" }).window.document;
const textsOf = (document: Document) =>
  [...document.querySelectorAll("text")].map((text) => text.textContent);
const linesOf = (document: Document) =>
  [...document.querySelectorAll('g[aria-label="line"] path')].map((path) =>
    [...path.getAttribute("d")!.matchAll(/-?[\d.]+/g)].map(Number),
  );

describe("drawSeries", () => {
  it("names axes and series and has a tick at each x", () => {
    expect(textsOf(drawn({}))).toEqual(expect.arrayContaining(["x", "y", "a", "0.01", "0.5"]));
  });

  it("turns the axis round, names its ticks, and leaves out those beyond the data", () => {
    const x = {
      label: "x",
      reverse: true,
      ticks: [0.001, 0.01, 0.1],
      tickFormat: (at: number) => `at ${at}`,
    };
    const document = drawn({ x });
    expect(textsOf(document).filter((text) => text.startsWith("at"))).toEqual(["at 0.01", "at 0.1"]);
    // from 0.01 at the right to 0.5 at the left
    const [[from, , to] = []] = linesOf(document);
    expect(from).toBeGreaterThan(to!);
  });

  it("places values by the scale asked for", () => {
    const document = drawn({
      scale: "log",
      points: [
        { series: "a", x: 50, value: 1 },
        { series: "a", x: 200, value: 1 },
        { series: "b", x: 50, value: 0.02 },
        { series: "b", x: 50, value: 0.04 },
        { series: "b", x: 200, value: 0.01 },
      ],
    });
    // a is level at the top; the mean of b falls from 0.03 to 0.01, log10 3 of two decades
    const [[, top, , level] = [], [, high, , low] = []] = linesOf(document);
    expect(level).toBe(top);
    expect((high! - top!) / (low! - top!)).toBeCloseTo(Math.log10(1 / 0.03) / 2, 3);
  });

  it("draws every run as a dot, and the deviation as a bar or a band", () => {
    const document = drawn({});
    const dots = [...document.querySelectorAll('circle[r="2.5"]')].map((dot) =>
      Number(dot.getAttribute("cy")),
    );
    expect(dots).toHaveLength(points.length);
    const bars = [...document.querySelectorAll('g[aria-label="rule"] line')]
      .map((bar) => ["y1", "y2"].map((end) => Number(bar.getAttribute(end))))
      .filter(([y1, y2]) => y1 !== y2);
    // two runs d apart deviate by d / √2, either side of their mean
    const [a, b] = [dots[0]!, dots[1]!];
    const deviation = Math.abs(a - b) / Math.SQRT2;
    expect(bars).toHaveLength(1);
    expect(Math.max(...bars[0]!)).toBeCloseTo((a + b) / 2 + deviation, 2);
    expect(Math.min(...bars[0]!)).toBeCloseTo((a + b) / 2 - deviation, 2);

    const areas = (of: Document) => of.querySelectorAll('g[aria-label="area"]').length;
    expect([areas(document), areas(drawn({ spread: "band" }))]).toEqual([0, 1]);
  });

  it("names every series beside the drawing, with their symbols if a line ends before the others", () => {
    const short = [...points, { series: "b", x: 0.01, value: 9 }, { series: "b", x: 0.1, value: 9 }];
    const document = drawn({ points: short });
    const placeOf = (name: string) =>
      [...document.querySelectorAll("text")]
        .find((text) => text.textContent === name)!
        .getAttribute("transform")!
        .match(/translate\(([\d.]+),/)![1];
    expect(placeOf("b")).toBe(placeOf("a"));
    // two means each, and one more symbol beside the name
    expect(document.querySelectorAll('g[fill="#eeeeee"] > path')).toHaveLength(3);
    const circles = 'g[fill="#111111"] > circle[r="4.5"]';
    expect([document, drawn({})].map((of) => of.querySelectorAll(circles).length)).toEqual([3, 2]);
  });

  it("writes a title and a second line above everything else, and makes room for them", () => {
    const titled = drawn({ title: "one says more", subtitle: "than two" });
    const heightOf = (of: Document, name: string) => {
      const found = [...of.querySelectorAll("text")].find((text) => text.textContent === name)!;
      const moves = [found, found.parentElement!].map((one) => one.getAttribute("transform") ?? "");
      return moves.reduce(
        (sum, move) => sum + Number(/translate\([-\d.]+,([-\d.]+)\)/.exec(move)?.[1] ?? 0),
        0,
      );
    };
    const heights = ["one says more", "than two", "y"].map((name) => heightOf(titled, name));
    expect(heights[0]).toBeGreaterThan(0);
    expect(heights[1]! - heights[0]!).toBeGreaterThan(15);
    expect(heights[2]! - heights[1]!).toBeGreaterThan(15);
    const tops = [drawn({}), titled].map((of) =>
      Math.min(
        ...[...of.querySelectorAll('g[aria-label="y-grid"] line')].map((line) =>
          Number(line.getAttribute("y1")),
        ),
      ),
    );
    expect(tops[1]! - tops[0]!).toBe(heights[2]! - heights[0]!);
  });

  it.each(["linear", "log"] as const)("draws a single %s point", (scale) => {
    const svg = draw({ points: points.slice(2), scale });
    expect(svg).toContain(">a</text>");
    expect(svg).not.toContain("NaN");
  });

  it("refuses nothing, and a series that has no look", () => {
    expect(() => draw({ points: [] })).toThrow(RangeError);
    expect(() => draw({ points: [{ series: "c", x: 1, value: 1 }] })).toThrow(/look for c/);
  });
});
