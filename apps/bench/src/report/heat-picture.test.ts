import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { heatPicture } from "./heat-picture.js";

const options = { rows: 2, columns: 3, description: "d", label: "l" };

function cells(svg: string): { d: string; fill: string; opacity: number }[] {
  const { document } = new JSDOM(svg, { contentType: "image/svg+xml" }).window; // throws unless well-formed
  return [...document.querySelectorAll("path")].map((path) => ({
    d: path.getAttribute("d")!,
    fill: path.getAttribute("fill")!,
    opacity: Number(path.getAttribute("fill-opacity")),
  }));
}

describe("heatPicture", () => {
  it("puts each value in its row and column, strong as it is, nothing at zero", () => {
    const drawn = cells(heatPicture([{ title: "t", values: [0, 0, 4, 0, -2, 0] }], options));
    expect(drawn).toEqual([
      { d: "M8 8h8v8h-8z", fill: "#2f86d6", opacity: 0.5 },
      { d: "M16 0h8v8h-8z", fill: "#d9731a", opacity: 1 },
    ]);
  });

  it("has one scale for all panels", () => {
    const drawn = cells(
      heatPicture(
        [
          { title: "small", values: [1, 0, 0, 0, 0, 0] },
          { title: "large", values: [2, 0, 0, 0, 0, 0] },
        ],
        options,
      ),
    );
    expect(drawn.map(({ opacity }) => opacity)).toEqual([0.5, 1]);
  });

  it("draws a panel of zeros", () => {
    expect(cells(heatPicture([{ title: "t", values: [0, 0, 0, 0, 0, 0] }], options))).toEqual([]);
  });

  it.each([[[1, 2]], [[1, 2, 3, 4, 5, NaN]]])("refuses %j", (values) => {
    expect(() => heatPicture([{ title: "t", values }], options)).toThrow("t needs 6 finite values");
  });
});
