import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { randomNormal, randomSigns, randomUniform } from "./random-arrays.js";
import { Random } from "./random.js";

const digest = (values: Float64Array) => createHash("sha256").update(values).digest("hex");

describe("randomUniform", () => {
  it("keeps its values", () => {
    expect([...randomUniform(3, { seed: 7 })]).toEqual([
      0.8608665609737562, 0.12614484951604776, 0.3428136771383088,
    ]);
    expect(digest(randomUniform(100_000, { seed: 7 }))).toBe(
      "5fbccdb2278b34b9b8609b7b991d96aececd211cc1f994f65e162e760cb759aa",
    );
  });

  it("passes the interval on", () => {
    const random = new Random(3);
    expect([...randomUniform(2, { seed: 3, low: -2, high: 5 })]).toEqual([
      random.uniform(-2, 5),
      random.uniform(-2, 5),
    ]);
  });

  it.each([0, -1, 1.5, NaN])("refuses the length %d", (length) => {
    expect(() => randomUniform(length, { seed: 1 })).toThrow(
      new RegExp(`^randomUniform: length.*got ${length}$`),
    );
  });

  it("refuses unknown options", () => {
    const options = { seed: 1, High: 2 };
    expect(() => randomUniform(1, options)).toThrow(TypeError);
    expect(() => randomUniform(1, options)).toThrow(/randomUniform: unknown option High; did you mean high/);
  });
});

describe("randomNormal", () => {
  it("keeps its values", () => {
    expect([...randomNormal(3, { seed: 7 })]).toEqual([
      1.0842208727032352, -1.144805622771682, -0.40479613874046544,
    ]);
    expect(digest(randomNormal(100_000, { seed: 7 }))).toBe(
      "a56b013fb729508bcef3d21847ac49a57b6fd89b8069eb5ded147b9feb3afa02",
    );
  });

  it("passes mean and deviation on", () => {
    const random = new Random(3);
    expect([...randomNormal(2, { seed: 3, mean: 4, deviation: 0.1 })]).toEqual([
      random.normal(4, 0.1),
      random.normal(4, 0.1),
    ]);
  });
});

describe("randomSigns", () => {
  it("keeps its values", () => {
    expect([...randomSigns(3, { seed: 7 })]).toEqual([1, 1, -1]);
    expect(digest(randomSigns(100_000, { seed: 7 }))).toBe(
      "03c5148ad36f97e2628fb8f37f1a07f6544d7368b4cc0788c18cb11b5c961e57",
    );
  });

  it("has as many of either sign as chance allows", () => {
    const sum = randomSigns(100_000, { seed: 1 }).reduce((a, b) => a + b, 0);
    expect(Math.abs(sum)).toBeLessThan(5 * Math.sqrt(100_000));
  });
});
