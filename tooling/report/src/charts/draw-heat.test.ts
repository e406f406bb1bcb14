import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import type { HeatPicture } from "./chart.js";
import { drawHeat } from "./draw-heat.js";

const draw = (panels: HeatPicture["panels"]) =>
  drawHeat({ kind: "heat", rows: 2, columns: 3, description: "d", label: "l", panels });

function cells(svg: string): { d: string; fill: string; opacity: number }[] {
  const { document } = new JSDOM(svg, { contentType: "image/svg+xml" }).window; // throws unless well-formed
  return [...document.querySelectorAll("path")].map((path) => ({
    d: path.getAttribute("d")!,
    fill: path.getAttribute("fill")!,
    opacity: Number(path.getAttribute("fill-opacity")),
  }));
}

describe("drawHeat", () => {
  it("puts each value in its row and column, with the strength of its color, and nothing at zero", () => {
    expect(cells(draw([{ title: "t", values: [0, 0, 4, 0, -2, 0] }]))).toEqual([
      { d: "M8 8h8v8h-8z", fill: "#2f86d6", opacity: 0.5 },
      { d: "M16 0h8v8h-8z", fill: "#d9731a", opacity: 1 },
    ]);
  });

  it("has one scale for all panels", () => {
    const small = { title: "small", values: [1, 0, 0, 0, 0, 0] };
    const large = { title: "large", values: [2, 0, 0, 0, 0, 0] };
    expect(cells(draw([small, large])).map(({ opacity }) => opacity)).toEqual([0.5, 1]);
  });

  it("draws a panel of zeros", () => {
    expect(cells(draw([{ title: "t", values: [0, 0, 0, 0, 0, 0] }]))).toEqual([]);
  });

  it.each([[[1, 2]], [[1, 2, 3, 4, 5, NaN]]])("refuses %j", (values) => {
    expect(() => draw([{ title: "t", values }])).toThrow(/t needs 6 finite values/);
  });
});
