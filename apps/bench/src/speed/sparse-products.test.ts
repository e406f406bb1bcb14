import { startWasm } from "@reciprocal/tfjs";
import { loadEngine } from "@reciprocal/training";
import "@tensorflow/tfjs-backend-wasm"; // registers the backend
import { beforeAll, describe, expect, it } from "vitest";
import { sparseBreakEvens } from "./sparse-break-even.js";
import type { SparseMeasurement } from "./sparse-measurement.js";
import { measureSparseProducts } from "./sparse-products.js";

beforeAll(() => startWasm());

describe("measureSparseProducts", () => {
  it("times the same product three ways at every batch size and share of zeros", async () => {
    const { shape, measurements, breakEvens } = await measureSparseProducts({
      engine: await loadEngine(),
      repeats: 1,
      seed: 1,
      inputs: 30,
      outputs: 20,
      batchSizes: [1, 11],
      sparsities: [0.5, 0.9],
      onProgress: () => {},
    });
    expect(shape).toBe("30×20");
    expect(measurements.map(({ batchSize, sparsity }) => [batchSize, sparsity])).toEqual([
      [1, 0.5],
      [1, 0.9],
      [11, 0.5],
      [11, 0.9],
    ]);
    for (const { microseconds, onnxMicroseconds, tfjsMicroseconds, onnxToSparse } of measurements) {
      expect(Math.min(microseconds, onnxMicroseconds, tfjsMicroseconds)).toBeGreaterThan(0);
      expect(onnxToSparse).toBeCloseTo(onnxMicroseconds / microseconds, 12);
    }
    expect(breakEvens.map(({ batchSize }) => batchSize)).toEqual([1, 11]);
  });
});

describe("sparseBreakEvens", () => {
  const measured = (sparsity: number, onnxToSparse: number, tfjsToSparse: number): SparseMeasurement => ({
    batchSize: 1,
    sparsity,
    microseconds: 1,
    onnxMicroseconds: onnxToSparse,
    tfjsMicroseconds: tfjsToSparse,
    onnxToSparse,
    tfjsToSparse,
  });

  it("lies between the last share at which the dense engine is faster and the next", () => {
    // from 0.5 at 0.9 to 1.5 at 0.92, so 1 at 0.91
    const [found] = sparseBreakEvens([measured(0.92, 1.5, 2), measured(0.9, 0.5, 1.2), measured(0.99, 6, 9)]);
    expect(found!.onnx).toBeCloseTo(0.91, 12);
    expect(found!.tfjs).toBe(0.9);
  });

  it("is null where the dense engine is always faster", () => {
    expect(sparseBreakEvens([measured(0.9, 0.5, 0.4), measured(0.99, 0.9, 1.4)])[0]!.onnx).toBeNull();
  });
});
