import { startWasm } from "@reciprocal/tfjs";
import "@tensorflow/tfjs-backend-wasm"; // registers the backend
import { grads, matMul, memory, mul, sum, tensor2d, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers"; // registers the gradients
import { beforeAll, describe, expect, it } from "vitest";
import { explicitProduct } from "./explicit-product.js";

// x = [[1, 2], [3, 4]], kernel = [[5, 6, 7], [8, 9, 10]], dy = [[1, 0, 0], [0, 0, 1]]
const x = () => tensor2d([1, 2, 3, 4], [2, 2]);
const kernel = () => tensor2d([5, 6, 7, 8, 9, 10], [2, 3]);
const dy = () => tensor2d([1, 0, 0, 0, 0, 1], [2, 3]);

describe("explicitProduct", () => {
  beforeAll(() => startWasm());

  it("multiplies", () => {
    expect([...explicitProduct(x(), kernel(), true).dataSync()]).toEqual([21, 24, 27, 47, 54, 61]);
    expect([...explicitProduct(x(), kernel(), false).dataSync()]).toEqual([21, 24, 27, 47, 54, 61]);
  });

  it("has the gradients of the product", () => {
    // dx = dy·kernelᵀ: rows [5, 8] and [7, 10]; dkernel = xᵀ·dy: columns [1, 2], 0, [3, 4]
    const gradients = (product: typeof explicitProduct) =>
      grads((x: Tensor, k: Tensor) => sum(mul(product(x as Tensor2D, k as Tensor2D, true), dy())))([
        x(),
        kernel(),
      ]);
    const own = gradients(explicitProduct).map((gradient) => [...gradient.dataSync()]);
    expect(own).toEqual([
      [5, 8, 7, 10],
      [1, 0, 3, 2, 0, 4],
    ]);
    const stock = gradients((x, k) => matMul(x, k)).map((gradient) => [...gradient.dataSync()]);
    expect(own).toEqual(stock);
  });

  it("leaves out the gradient of the input in a first layer, and nothing else", () => {
    const input = x();
    const [gradient] = grads((k: Tensor) => sum(mul(explicitProduct(input, k as Tensor2D, false), dy())))([
      kernel(),
    ]);
    expect([...gradient!.dataSync()]).toEqual([1, 0, 3, 2, 0, 4]);
  });

  it("keeps no tensors", () => {
    const inputs = [x(), kernel()] as const;
    const before = memory().numTensors;
    explicitProduct(...inputs, true).dispose();
    explicitProduct(...inputs, false).dispose();
    expect(memory().numTensors).toBe(before);
  });
});
