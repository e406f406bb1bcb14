import "@reciprocal/test-utils";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erf } from "./erf.js";

describe("erf", () => {
  it("is what C computes, on both sides of where the formula changes", () => {
    // python3 -c "from math import *; print([erf(x) for x in (1e-300, .1, .5, 1, 2.4999, 2.5, 3, 4, 5.5)])"
    const expected: [number, number][] = [
      [1e-300, 1.1283791670955126e-300],
      [0.1, 0.1124629160182849],
      [0.5, 0.5204998778130465],
      [1, 0.8427007929497149],
      [2.4999, 0.9995928300996666],
      [2.5, 0.999593047982555],
      [3, 0.9999779095030014],
      [4, 0.9999999845827421],
      [5.5, 0.9999999999999927],
    ];
    for (const [x, y] of expected) {
      expect([erf(x), erf(-x)]).toBeCloseRelative([y, -y], { relative: 2e-15 });
    }
  });

  it("has the slope (2/√π) e^(−x²)", () => {
    fc.assert(
      fc.property(fc.double({ min: -7, max: 7, noNaN: true }), (x) => {
        const h = 1e-5;
        const slope = (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x);
        expect(Math.abs((erf(x + h) - erf(x - h)) / (2 * h) - slope)).toBeLessThan(1e-9);
      }),
    );
  });

  it("ends at −1 and 1, and keeps NaN and −0", () => {
    expect([-Infinity, -6, 6, 1e300, Infinity, NaN, 0, -0].map(erf)).toEqual([-1, -1, 1, 1, 1, NaN, 0, -0]);
  });
});
