import "@tensorflow/tfjs-layers"; // registers the gradients
import {
  grads,
  matMul,
  memory,
  mul,
  sum,
  tensor2d,
  type Tensor2D,
  variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { eachBackend } from "../testing/each-backend.js";
import { productsOf } from "../testing/kernel-counts.js";
import { product } from "./product.js";

// a = [[1, 2], [3, 4]], b = [[5, 6, 7], [8, 9, 10]], dy = [[1, 0, 0], [0, 0, 1]]
const a = () => tensor2d([1, 2, 3, 4], [2, 2]);
const b = () => tensor2d([5, 6, 7, 8, 9, 10], [2, 3]);
const dy = () => tensor2d([1, 0, 0, 0, 0, 1], [2, 3]);
const trained = { isRightTrained: true };
const loss = (y: Tensor2D) => sum<never>(mul(y, dy()));

eachBackend("product", () => {
  it("multiplies", () => {
    for (const isRightTrained of [true, false]) {
      expect([...product(a(), b(), { isRightTrained }).dataSync()]).toEqual([21, 24, 27, 47, 54, 61]);
    }
  });

  it("has the gradients of the product", () => {
    // da = dy·bᵀ: rows [5, 8] and [7, 10]; db = aᵀ·dy: columns [1, 2], 0, [3, 4]
    const of = (multiply: (a: Tensor2D, b: Tensor2D) => Tensor2D) =>
      grads((a, b) => loss(multiply(a as Tensor2D, b as Tensor2D)))([a(), b()]).map((g) => [...g.dataSync()]);
    const own = of((a, b) => product(a, b, trained));
    expect(own).toEqual([
      [5, 8, 7, 10],
      [1, 0, 3, 2, 0, 4],
    ]);
    expect(own).toEqual(of((a, b) => matMul(a, b)));
  });

  it("uses the transpose that it is given", () => {
    let asked = 0;
    const rightTransposed = () => {
      asked++;
      return tensor2d([5, 8, 6, 9, 7, 10], [3, 2]);
    };
    const [da] = grads((a) => loss(product(a as Tensor2D, b(), { isRightTrained: false, rightTransposed })))([
      a(),
    ]);
    expect([[...da!.dataSync()], asked]).toEqual([[5, 8, 7, 10], 1]);
  });

  it("computes the gradients that are wanted and no others", async () => {
    const [x, w] = [variable(a()), variable(b())];
    const gradientOf = (variables: (typeof x)[], isRightTrained: boolean) => () =>
      variableGrads(() => loss(product(x, w, { isRightTrained })), variables);
    // y is 2×3, dx 2×2 and dw 2×3
    expect(await productsOf(gradientOf([x, w], true))).toEqual(["2×3", "2×3", "2×2"]);
    expect(await productsOf(gradientOf([w], true))).toEqual(["2×3", "2×3"]);
    expect(await productsOf(gradientOf([x], false))).toEqual(["2×3", "2×2"]);
    x.dispose();
    w.dispose();
  });

  it("keeps no tensors", () => {
    const inputs = [a(), b()] as const;
    const before = memory().numTensors;
    product(...inputs, trained).dispose();
    product(...inputs, { isRightTrained: false }).dispose();
    expect(memory().numTensors).toBe(before + 1); // `left`, which a tidy disposes of
  });
});
