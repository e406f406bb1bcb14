import { describe, expect, it } from "vitest";
import { graphCost, relativeTime } from "./cost.js";
import { relu } from "./operators/activations.js";
import { multiply } from "./operators/arithmetic.js";
import { matrixProduct } from "./operators/matrix-product.js";
import { unsqueeze } from "./operators/reshape.js";
import { constant, input } from "./value.js";

const x = input("x", ["batch", 3]);
const w = constant(new Float32Array(6), [2, 3]);

describe("graphCost", () => {
  it("counts multiply-adds of products and numbers written by all else, shared values once", () => {
    const z = matrixProduct(x, w, { transposeB: true });
    // 10 samples × 3 inputs × 2 outputs; relu and product write 10 × 2 numbers each
    expect(graphCost([relu(z), multiply(z, z)], { batch: 10 })).toEqual({ multiplyAdds: 60, elements: 40 });
  });

  it("takes the inner size of a transposed left factor from its rows", () => {
    // [batch, 3]ᵀ · [batch, 3]: 3 × 3 results of 10 multiply-adds
    expect(graphCost([matrixProduct(x, x, { transposeA: true })], { batch: 10 })).toEqual({
      multiplyAdds: 90,
      elements: 0,
    });
  });

  it("counts neither views nor what is made of constants alone", () => {
    const folded = matrixProduct(w, multiply(w, w), { transposeB: true });
    expect(graphCost([folded, unsqueeze(input("v", [3]), [1])], { batch: 10 })).toEqual({
      multiplyAdds: 0,
      elements: 0,
    });
  });
});

it("a number that is written counts as 20 multiply-adds in relativeTime", () => {
  expect(relativeTime({ multiplyAdds: 100, elements: 3 })).toBe(160);
});
