import { loadEngine } from "@reciprocal/training";
import { describe, expect, it } from "vitest";
import { matmulModel } from "./matmul-model.js";
import { prepareMatmulPeak } from "./matmul-peak.js";

describe("matmulModel", () => {
  it("multiplies by its constant", async () => {
    // [[1, 2]] · [[1, 2, 3], [4, 5, 6]]
    const engine = await loadEngine();
    const session = await engine.createSession(matmulModel(1, 2, 3, Float32Array.of(1, 2, 3, 4, 5, 6)));
    const { product } = await session.run({ a: { data: Float32Array.of(1, 2), shape: [1, 2] } });
    expect([...product!]).toEqual([9, 12, 15]);
    await session.release();
  });
});

describe("prepareMatmulPeak", () => {
  it("gives a rate above zero once it has measured, and an error before", async () => {
    const peak = await prepareMatmulPeak(await loadEngine(), { shapes: [[64, 64, 64]], runs: 2 });
    expect(() => peak.gflops()).toThrow("median");
    await peak.measure();
    expect(peak.gflops()).toBeGreaterThan(0);
    await peak.dispose();
  });
});
