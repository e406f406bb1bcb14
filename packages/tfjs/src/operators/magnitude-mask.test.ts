import { grad, memory, mul, sum, tensor2d, tidy, type Tensor2D } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers"; // registers the gradients
import { expect, it } from "vitest";
import { eachBackend } from "../testing/each-backend.js";
import { magnitudeMask } from "./magnitude-mask.js";

eachBackend("magnitudeMask", () => {
  const kernel = () => tensor2d([3, -1, 0.5, -4, 2, 0], [2, 3]);

  // a masked negative weight is −0
  const masked = (given: Tensor2D, sparsity: number) =>
    Array.from(magnitudeMask(given, sparsity).dataSync(), (weight) => weight + 0);

  it("sets the smallest weights to zero and leaves the others as they are", () => {
    expect(masked(kernel(), 0.5)).toEqual([3, 0, 0, -4, 2, 0]);
    expect(masked(kernel(), 0.8)).toEqual([0, 0, 0, -4, 0, 0]);
  });

  it("keeps one weight when asked for fewer", () => {
    expect(masked(kernel(), 0.999)).toEqual([0, 0, 0, -4, 0, 0]);
  });

  it("keeps all weights as large as the smallest one that stays", () => {
    expect(masked(tensor2d([1, -1, 1, 2], [2, 2]), 0.5)).toEqual([1, -1, 1, 2]);
  });

  it("gives the kernel back where nothing is masked", () => {
    const given = kernel();
    expect(magnitudeMask(given, 0)).toBe(given);
  });

  it("passes the gradient where a weight stays, even one that is zero", () => {
    const dy = tensor2d([1, 2, 3, 4], [2, 2]);
    const gradientAt = (values: number[], sparsity: number) => [
      ...grad((k) => sum(mul(magnitudeMask(k as Tensor2D, sparsity), dy)))(
        tensor2d(values, [2, 2]),
      ).dataSync(),
    ];
    expect(gradientAt([3, -1, 0.5, -4], 0.5)).toEqual([1, 0, 0, 4]);
    expect(gradientAt([0, 0, 0, 5], 0.25)).toEqual([1, 2, 3, 4]);
  });

  it("keeps no tensors", () => {
    const given = kernel();
    const before = memory().numTensors;
    tidy(() => magnitudeMask(given, 0.5)).dispose();
    tidy(() => grad((k) => sum(magnitudeMask(k as Tensor2D, 0.5)))(given)).dispose();
    expect(memory().numTensors).toBe(before);
  });
});
