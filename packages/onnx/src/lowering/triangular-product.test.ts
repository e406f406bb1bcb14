import { randomNormal } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import {
  constant,
  gradients,
  graphCost,
  input,
  matrixProduct,
  multiply,
  reduceSum,
  type Value,
} from "@reciprocal/graph";
import { runGraph } from "../testing/run-graph.js";
import { lowerTimes, timesUpper } from "./triangular-product.js";

const other = 7;

interface Product {
  readonly side: "lower" | "upper";
  readonly of: (R: Value, Q: Value) => Value;
  readonly whole: (R: Value, Q: Value) => Value;
  readonly shapeOfQ: (k: number) => [number, number];
}

const products: readonly Product[] = [
  { side: "lower", of: lowerTimes, whole: matrixProduct, shapeOfQ: (k) => [k, other] },
  {
    side: "upper",
    of: (R, Q) => timesUpper(Q, R),
    whole: (R, Q) => matrixProduct(Q, R),
    shapeOfQ: (k) => [other, k],
  },
];

const normal = (rows: number, columns: number, seed: number): Float32Array =>
  Float32Array.from(randomNormal(rows * columns, { seed }));

describe.each(products)("the product with a triangle, $side", ({ side, of, whole, shapeOfQ }) => {
  const isInside = (at: number, k: number): boolean => {
    const [row, column] = [Math.floor(at / k), at % k];
    return side === "lower" ? column <= row : column >= row;
  };

  // one band, two of unequal size, and three
  it.each([1, 5, 201, 410])("is that with the square, k = %d, and so is its gradient", async (k) => {
    const R = input("R", [k, k]);
    const Q = constant(normal(k, other, 1), shapeOfQ(k));
    const upstream = constant(normal(k, other, 2), side === "lower" ? [k, other] : [other, k]);
    const feeds = {
      R: { data: Array.from(normal(k, k, 3), (x, at) => (isInside(at, k) ? x : 0)), shape: [k, k] },
    };
    const slope = (y: Value) => gradients(reduceSum(multiply(y, upstream)), [R])[0]!;
    const [banded, square] = [of(R, Q), whole(R, Q)];
    const { y, g, wholeY, wholeG } = await runGraph(
      { y: banded, g: slope(banded), wholeY: square, wholeG: slope(square) },
      feeds,
    );
    expect(y).toHaveLength(k * other);
    // 4·2⁻²³ Σ|ab|, with |a| and |b| below 5: sums of up to k products in another order
    const tolerance = 4 * 2 ** -23 * 25;
    y.forEach((value, at) => expect(Math.abs(value - wholeY[at]!)).toBeLessThan(tolerance * k));
    expect(g).toHaveLength(k * k);
    g.forEach((value, at) => {
      if (isInside(at, k)) expect(Math.abs(value - wholeG[at]!)).toBeLessThan(tolerance * other);
    });
  });

  it("skips most of the empty half, forward and backward, where the triangle is large", () => {
    const k = 300;
    const R = input("R", [k, k]);
    const y = of(R, input("Q", shapeOfQ(k)));
    const square = k * k * other;
    expect(graphCost([y], { batch: 1 }).multiplyAdds).toBe((square * 2) / 3);
    const [slope] = gradients(reduceSum(y), [R]);
    expect(graphCost([y, slope!], { batch: 1 }).multiplyAdds).toBe((square * 4) / 3);
  });
});
