import { forwardSparse, toSparse } from "@reciprocal/pruning";
import { Random, randomUniform } from "@reciprocal/spectral";
import type { Engine } from "@reciprocal/training";
import { matMul, tensor2d } from "@tensorflow/tfjs-core";
import { matmulModel } from "./matmul-model.js";
import { median } from "./median.js";
import { sparseBreakEvens, type SparseBreakEven } from "./sparse-break-even.js";
import type { SparseMeasurement } from "./sparse-measurement.js";

/** Sparse rows against dense engines. */
export interface SparseReport {
  /** Of the mapping, such as `784×500`. */
  readonly shape: string;
  readonly measurements: readonly SparseMeasurement[];
  readonly breakEvens: readonly SparseBreakEven[];
}

export interface SparseProductsOptions {
  readonly engine: Engine;
  readonly repeats: number;
  readonly seed: number;
  /** Default 784. */
  readonly inputs?: number;
  /** Default 500. */
  readonly outputs?: number;
  /** Default 1 and 200. */
  readonly batchSizes?: readonly number[];
  /** Ascending; default 0.8 to 0.99. */
  readonly sparsities?: readonly number[];
  /** Told what is being done. */
  readonly onProgress: (text: string) => void;
}

/**
 * Times one mapping in sparse rows, in ONNX Runtime and in TensorFlow.js on WebAssembly, in turn, with its weights at
 * random places. The backend of TensorFlow.js must have started. What all three give is compared before anything is timed.
 *
 * @throws {Error} where they give different numbers
 */
export async function measureSparseProducts({
  engine,
  repeats,
  seed,
  inputs = 784,
  outputs = 500,
  batchSizes = [1, 200],
  sparsities = [0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99],
  onProgress,
}: SparseProductsOptions): Promise<SparseReport> {
  const measurements: SparseMeasurement[] = [];
  for (const batchSize of batchSizes) {
    onProgress(`${inputs}×${outputs}: sparse rows at batch ${batchSize}`);
    for (const sparsity of sparsities) {
      const subjects = await subjectsOf({ engine, inputs, outputs, batchSize, sparsity, seed });
      try {
        const [sparse, onnx, tfjs] = await timeProducts(subjects, { repeats, batchSize });
        measurements.push({
          batchSize,
          sparsity,
          microseconds: sparse!,
          onnxMicroseconds: onnx!,
          tfjsMicroseconds: tfjs!,
          onnxToSparse: onnx! / sparse!,
          tfjsToSparse: tfjs! / sparse!,
        });
      } finally {
        for (const subject of subjects) await subject.release();
      }
    }
  }
  return { shape: `${inputs}×${outputs}`, measurements, breakEvens: sparseBreakEvens(measurements) };
}

interface ProductSubject {
  readonly name: string;
  readonly multiply: () => ArrayLike<number> | Promise<ArrayLike<number>>;
  readonly release: () => Promise<void>;
}

async function subjectsOf({
  engine,
  inputs,
  outputs,
  batchSize,
  sparsity,
  seed,
}: {
  engine: Engine;
  inputs: number;
  outputs: number;
  batchSize: number;
  sparsity: number;
  seed: number;
}): Promise<ProductSubject[]> {
  const random = new Random(seed);
  const kernel = Float32Array.from({ length: inputs * outputs }, () => {
    const isKept = random.uniform() >= sparsity;
    return isKept ? random.uniform(-1, 1) : 0;
  });
  // dense engines take it in × out
  const transposed = kernel.map((_, i) => kernel[(i % outputs) * inputs + Math.floor(i / outputs)]!);
  const x = Float32Array.from(randomUniform(batchSize * inputs, { seed: seed + 1 }));
  const trainable = { kernel: true, bias: true };
  const sparse = toSparse({
    inputShape: [inputs],
    layers: [{ kind: "dense", inputs, outputs, kernel, trainable }],
  });
  const session = await engine.createSession(matmulModel(batchSize, inputs, outputs, transposed));
  const weights = tensor2d(transposed, [inputs, outputs]);
  const feeds = { a: { data: x, shape: [batchSize, inputs] } };
  return [
    { name: "sparse rows", multiply: () => forwardSparse(sparse, x), release: async () => {} },
    {
      name: engine.name,
      multiply: async () => (await session.run(feeds)).product!,
      release: () => session.release(),
    },
    {
      name: "tfjs wasm",
      multiply: () => {
        const rows = tensor2d(x, [batchSize, inputs]);
        const product = matMul(rows, weights);
        const values = product.dataSync<"float32">();
        rows.dispose();
        product.dispose();
        return values;
      },
      release: () => Promise.resolve(weights.dispose()),
    },
  ];
}

/** Microseconds per product of each subject, median over the repeats, in turn after a round that is not counted. */
async function timeProducts(
  subjects: readonly ProductSubject[],
  { repeats, batchSize }: { repeats: number; batchSize: number },
): Promise<number[]> {
  const expected = await subjects[0]!.multiply();
  for (const { name, multiply } of subjects.slice(1)) {
    const got = await multiply();
    for (let i = 0; i < expected.length; i++) {
      if (Math.abs(got[i]! - expected[i]!) <= 1e-4 * (1 + Math.abs(expected[i]!))) continue;
      throw new Error(`measureSparseProducts: output ${i} is ${expected[i]!}, and ${got[i]!} by ${name}`);
    }
  }
  const products = batchSize < 10 ? 100 : 10; // enough that a clock tick does not matter
  const times = subjects.map((): number[] => []);
  for (let round = 0; round <= repeats; round++) {
    for (const [index, { multiply }] of subjects.entries()) {
      const start = performance.now();
      for (let i = 0; i < products; i++) {
        const product = multiply();
        if (product instanceof Promise) await product; // those who have it already need not wait
      }
      if (round > 0) times[index]!.push(((performance.now() - start) * 1000) / products);
    }
  }
  return times.map(median);
}
