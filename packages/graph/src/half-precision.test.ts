import { expect, it } from "vitest";
import { halfPrecision } from "./half-precision.js";

it.each([
  [0x0000, 0],
  [0x8000, -0],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125], // the nearest to 1/3
  [0x7bff, 65504], // the largest
  [0x0400, 2 ** -14], // the smallest normal one
  [0x0001, 2 ** -24], // the smallest
  [0x83ff, -1023 * 2 ** -24], // the largest subnormal one, negative
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
  [0x7e00, NaN],
])("halfPrecision gives what the bits %i stand for", (bits, value) => {
  expect(halfPrecision(bits)).toBe(value);
});
