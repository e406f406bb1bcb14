import { describe, expect, it } from "vitest";
import { type Method, mappingParameterCount } from "./mapping-parameter-count.js";

describe("mappingParameterCount", () => {
  // 784 → 200: k = 200. nm = 156800; n + m = 984; 984 + 200; 984 + 200 · 201 / 2; 984 + 156800
  it.each<[Method, number]>([
    ["dense", 156_800],
    ["spectral-one", 200],
    ["spectral", 984],
    ["s-svd", 1_184],
    ["s-qr", 21_084],
    ["spectral-full", 157_784],
  ])("counts what %s trains from 784 to 200 nodes", (method, expected) => {
    expect(mappingParameterCount(method, 784, 200)).toBe(expected);
  });

  // 3 → 5: k = 3, so the triangle has 6 numbers
  it.each<[Method, number]>([
    ["dense", 15],
    ["spectral-one", 5],
    ["spectral", 8],
    ["s-svd", 11],
    ["s-qr", 14],
    ["spectral-full", 23],
  ])("counts what %s trains from 3 to 5 nodes, the smaller side being the input", (method, expected) => {
    expect(mappingParameterCount(method, 3, 5)).toBe(expected);
  });

  it("refuses unknown methods and sizes", () => {
    expect(() => mappingParameterCount("qr" as Method, 3, 5)).toThrow(TypeError);
    expect(() => mappingParameterCount("qr" as Method, 3, 5)).toThrow(
      /mappingParameterCount: method.*got "qr"/,
    );
    expect(() => mappingParameterCount("dense", 0, 5)).toThrow(/mappingParameterCount: inputs.*got 0/);
    expect(() => mappingParameterCount("dense", 3, NaN)).toThrow(/mappingParameterCount: outputs.*got NaN/);
  });
});
