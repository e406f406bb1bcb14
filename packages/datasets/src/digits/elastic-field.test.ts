import { Random } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { ElasticField } from "./elastic-field.js";

/** Displacement at a point. */
function move(field: ElasticField, x: number, y: number): [number, number] {
  const path = Float64Array.of(x, y);
  field.moveInPlace(path);
  return [path[0]! - x, path[1]! - y];
}

describe("ElasticField", () => {
  it("moves nothing when the knots do not", () => {
    expect(move(new ElasticField(new Random(1), 0), 0.3, 0.9)).toEqual([0, 0]);
  });

  it("moves the corner as its nine knots say, weighted 1/6, 4/6, 1/6 along either axis", () => {
    const random = new Random(5);
    const knots = Array.from({ length: 50 }, () => random.normal(0, 0.1)); // five rows of five, x and y in turn
    const weights = [1 / 6, 4 / 6, 1 / 6];
    let expected = 0;
    for (let j = 0; j < 3; j++) {
      for (let k = 0; k < 3; k++) expected += weights[j]! * weights[k]! * knots[2 * (5 * j + k)]!;
    }
    expect(move(new ElasticField(new Random(5), 0.1), 0, 0)[0]).toBeCloseTo(expected, 12);
  });

  it("moves the opposite corner by the last nine knots", () => {
    const random = new Random(5);
    const knots = Array.from({ length: 50 }, () => random.normal(0, 0.1));
    const weights = [1 / 6, 4 / 6, 1 / 6];
    let expected = 0;
    for (let j = 0; j < 3; j++) {
      for (let k = 0; k < 3; k++)
        expected += weights[j]! * weights[k]! * knots[2 * (5 * (j + 2) + k + 2) + 1]!;
    }
    expect(move(new ElasticField(new Random(5), 0.1), 1, 1)[1]).toBeCloseTo(expected, 12);
  });

  it("is smooth across the middle knot: the slopes on both sides agree", () => {
    const field = new ElasticField(new Random(2), 0.1);
    const h = 1e-6;
    const [left, middle, right] = [0.5 - h, 0.5, 0.5 + h].map((x) => move(field, x, 0.3)[1]);
    expect((right! - middle!) / h).toBeCloseTo((middle! - left!) / h, 4);
    expect(Math.abs((right! - middle!) / h)).toBeGreaterThan(0.01);
  });

  it("holds the displacement of the border outside", () => {
    const field = new ElasticField(new Random(3), 0.1);
    const [outside, border] = [move(field, 1.4, 0.2), move(field, 1, 0.2)];
    expect(outside[0]).toBeCloseTo(border[0], 12);
    expect(outside[1]).toBeCloseTo(border[1], 12);
  });
});
