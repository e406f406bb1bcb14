import { randomUniform } from "@reciprocal/spectral";
import type { Engine } from "@reciprocal/training";
import { matmulModel } from "./matmul-model.js";
import { median } from "./median.js";

/** rows × inner times inner × columns */
export type ProductShape = readonly [rows: number, inner: number, columns: number];

export interface MatmulPeakOptions {
  /** Default: three of 2 to 9 · 10⁹ operations. */
  shapes?: readonly ProductShape[];
  /** Products per measurement; default 4. */
  runs?: number;
}

/** The rate of large matrix products in ONNX Runtime on one thread, measured a bit at a time. */
export interface MatmulPeak {
  /** Measures every shape once more. */
  measure(): Promise<void>;
  /** The best shape's median rate so far, in 10⁹ operations per second. */
  gflops(): number;
  dispose(): Promise<void>;
}

const largeShapes: readonly ProductShape[] = [
  [1024, 1024, 1024],
  [1536, 1536, 1536],
  [2048, 1024, 2048],
];

/**
 * Compiles the products. Their right factor is a constant of the graph, which ONNX Runtime packs once: the fastest
 * that it offers, and what a frozen φ is in training.
 */
export async function prepareMatmulPeak(
  engine: Engine,
  { shapes = largeShapes, runs = 4 }: MatmulPeakOptions = {},
): Promise<MatmulPeak> {
  const products = await Promise.all(
    shapes.map(async ([rows, inner, columns]) => {
      const a = Float32Array.from(randomUniform(rows * inner, { seed: 1 }));
      const b = Float32Array.from(randomUniform(inner * columns, { seed: 2 }));
      return {
        session: await engine.createSession(matmulModel(rows, inner, columns, b)),
        inputs: { a: { data: a, shape: [rows, inner] } },
        operations: 2 * rows * inner * columns,
        rates: [] as number[],
      };
    }),
  );
  for (const { session, inputs } of products) await session.run(inputs); // warm

  return {
    measure: async () => {
      for (const { session, inputs, operations, rates } of products) {
        const start = performance.now();
        for (let i = 0; i < runs; i++) await session.run(inputs);
        rates.push((operations * runs) / (performance.now() - start) / 1e6);
      }
    },
    gflops: () => Math.max(...products.map(({ rates }) => median(rates))),
    dispose: async () => {
      for (const { session } of products) await session.release();
    },
  };
}
