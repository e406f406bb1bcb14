import { describe, expect, it } from "vitest";
import { findNotFinite, freezeDeep } from "./index.js";

describe("findNotFinite", () => {
  it("finds the first number that is NaN or infinite", () => {
    expect(findNotFinite(Float32Array.of(1, NaN, Infinity))).toBe(1);
    expect(findNotFinite(Float32Array.of(-Infinity, NaN))).toBe(0);
  });

  it("finds none among the largest numbers, zeros of both signs and nothing", () => {
    expect(findNotFinite(Float32Array.of(3.4e38, -3.4e38, 0, -0))).toBe(-1);
    expect(findNotFinite(new Float32Array(0))).toBe(-1);
  });
});

describe("freezeDeep", () => {
  it("freezes objects and lists inside each other, and leaves typed arrays", () => {
    const value = freezeDeep({ list: [{ name: "a" }], numbers: Float32Array.of(1) });
    expect([value, value.list, value.list[0]].every(Object.isFrozen)).toBe(true);
    value.numbers[0] = 2;
    expect(value.numbers[0]).toBe(2);
  });
});
