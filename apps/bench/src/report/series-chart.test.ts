import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { seriesChart } from "./series-chart.js";

const looks = { a: { colour: "#111111", symbol: "circle" } } as const;
const points = [
  { series: "a", x: 0.5, value: 1 },
  { series: "a", x: 0.5, value: 3 },
  { series: "a", x: 0.01, value: 2 },
];
const options = { label: "y", description: "d", looks };

const draw = (svg: string) => new JSDOM(svg, { contentType: "image/svg+xml" }).window.document;

describe("seriesChart", () => {
  it("turns the axis round, names its ticks, and leaves out those beyond the data", () => {
    const x = {
      label: "x",
      reverse: true,
      ticks: [0.001, 0.01, 0.1],
      tickFormat: (at: number) => `at ${at}`,
    };
    const document = draw(seriesChart(points, { ...options, x }));
    const texts = [...document.querySelectorAll("text")].map((text) => text.textContent);
    expect(texts.filter((text) => text.startsWith("at"))).toEqual(["at 0.01", "at 0.1"]);
    const [d] = [...document.querySelectorAll('g[aria-label="line"] path')].map((path) =>
      path.getAttribute("d")!,
    );
    // from 0.01 at the right to 0.5 at the left
    const [from, to] = [...d!.matchAll(/([\d.]+),/g)].map(([, at]) => Number(at));
    expect(from).toBeGreaterThan(to!);
  });

  it("shows the deviation as a band where it is asked for", () => {
    const x = { label: "x" };
    const areas = (svg: string) => draw(svg).querySelectorAll('g[aria-label="area"]').length;
    expect(areas(seriesChart(points, { ...options, x, spread: "band" }))).toBe(1);
    expect(areas(seriesChart(points, { ...options, x }))).toBe(0);
  });

  it("names every series beside the drawing, a line that ends before the others with its symbol", () => {
    const two = { ...looks, b: { colour: "#eeeeee", symbol: "square" } } as const;
    const short = [...points, { series: "b", x: 0.01, value: 9 }, { series: "b", x: 0.1, value: 9 }];
    const document = draw(seriesChart(short, { ...options, looks: two, x: { label: "x" } }));
    const placeOf = (name: string) =>
      [...document.querySelectorAll("text")]
        .find((text) => text.textContent === name)!
        .getAttribute("transform")!
        .match(/translate\(([\d.]+),/)![1];
    expect(placeOf("b")).toBe(placeOf("a"));
    // its two means, and one more beside the name; the other has its two
    expect(document.querySelectorAll('g[fill="#eeeeee"] > path')).toHaveLength(3);
    expect(document.querySelectorAll('g[fill="#111111"] > circle[r="4.5"]')).toHaveLength(2);
  });

  it("refuses a series that has no look", () => {
    expect(() => seriesChart([{ series: "b", x: 1, value: 1 }], { ...options, x: { label: "x" } })).toThrow(
      "needs a look for b",
    );
  });
});
