import { describe, expect, it } from "vitest";
import { neededOperations, trainedNumbers } from "./needed-operations.js";

describe("neededOperations", () => {
  it("counts two products for the first layer and three for each later one", () => {
    // 2 products · 2·200·784·1000 + 3 products · 2·200·1000·10
    expect(neededOperations([784, 1000, 10], 200)).toBe(627_200_000 + 12_000_000);
  });
});

describe("trainedNumbers", () => {
  it("counts kernels, or both spectra, and biases", () => {
    expect(trainedNumbers([784, 200, 10], "dense")).toBe(156_800 + 200 + 2000 + 10);
    expect(trainedNumbers([784, 200, 10], "spectral")).toBe(784 + 200 + 200 + 200 + 10 + 10);
  });
});
