import { describe, expect, it } from "vitest";
import { deriveSeed } from "./seed.js";

describe("deriveSeed", () => {
  it("keeps its values", () => {
    expect(deriveSeed(7)).toBe(7616404776870215);
    expect(deriveSeed(7, "layer", 0, "phi")).toBe(7715245909128775);
    expect(deriveSeed(0, "")).toBe(7289064274459251);
    expect(deriveSeed(2 ** 53 - 1, -1)).toBe(4388406046584273);
  });

  it("tells apart kinds, order, borders and number of labels", () => {
    const seeds = [
      deriveSeed(7),
      deriveSeed(7, ""),
      deriveSeed(7, "", ""),
      deriveSeed(7, 0),
      deriveSeed(7, "0"),
      deriveSeed(7, 1, 2),
      deriveSeed(7, 2, 1),
      deriveSeed(7, "ab", "c"),
      deriveSeed(7, "a", "bc"),
      deriveSeed(7, "abc"),
      deriveSeed(7, 2 ** 32),
      deriveSeed(7, -1),
      deriveSeed(7 + 2 ** 32),
      deriveSeed(8),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  it("gives safe integers without collisions for many labels, in all 53 bits", () => {
    const seeds = Array.from({ length: 20_000 }, (_, i) => deriveSeed(0, i));
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true);
    for (let bit = 0; bit < 53; bit++) {
      const ones = seeds.filter((seed) => Math.floor(seed / 2 ** bit) % 2 === 1).length;
      expect(Math.abs(ones - 10_000)).toBeLessThan(5 * Math.sqrt(5_000));
    }
  });

  it("refuses seeds and number labels that are not safe integers", () => {
    expect(() => deriveSeed(-1)).toThrow(RangeError);
    expect(() => deriveSeed(-1)).toThrow(/^deriveSeed: seed.*got -1$/);
    expect(() => deriveSeed(1, NaN)).toThrow(RangeError);
    expect(() => deriveSeed(1, NaN)).toThrow(/^deriveSeed: a number label.*got NaN$/);
  });
});
