import { randomUniform } from "@reciprocal/spectral";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { matmulModel } from "./matmul-model.js";
import { median } from "./median.js";

/** rows × inner times inner × columns */
export type ProductShape = readonly [rows: number, inner: number, columns: number];

export interface MatmulPeakOptions {
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

/** The right factor is a constant of the graph, which ONNX Runtime packs once: the fastest that it offers. */
export async function prepareMatmulPeak({
  shapes = largeShapes,
  runs = 4,
}: MatmulPeakOptions = {}): Promise<MatmulPeak> {
  const products = await Promise.all(
    shapes.map(async ([rows, inner, columns]) => {
      const a = Float32Array.from(randomUniform(rows * inner, { seed: 1 }));
      const b = Float32Array.from(randomUniform(inner * columns, { seed: 2 }));
      const session = await InferenceSession.create(matmulModel(rows, inner, columns, b), {
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
      });
      return {
        session,
        feeds: { a: new Tensor("float32", a, [rows, inner]) },
        fetches: { product: new Tensor("float32", new Float32Array(rows * columns), [rows, columns]) },
        operations: 2 * rows * inner * columns,
        rates: [] as number[],
      };
    }),
  );
  for (const { session, feeds, fetches } of products) await session.run(feeds, fetches); // warm

  return {
    measure: async () => {
      for (const { session, feeds, fetches, operations, rates } of products) {
        const start = performance.now();
        for (let i = 0; i < runs; i++) await session.run(feeds, fetches);
        rates.push((operations * runs) / (performance.now() - start) / 1e6);
      }
    },
    gflops: () => Math.max(...products.map(({ rates }) => median(rates))),
    dispose: async () => {
      for (const { session } of products) await session.release();
    },
  };
}
