import type { MaskedMeasurement } from "./masked-steps.js";
import type { PytorchVersion } from "./pytorch-peer.js";
import type { SparseReport } from "./sparse-products.js";
import type { SpeedMethod } from "./speed-subject.js";

/** One engine training one network by one method. */
export interface SpeedMeasurement {
  readonly engine: string;
  readonly method: SpeedMethod;
  /** Layer sizes, such as `784-1000-10`. */
  readonly network: string;
  readonly batchSize: number;
  /** Median over the repeats. */
  readonly secondsPer100Steps: number;
  readonly fastestSecondsPer100Steps: number;
  /** Every repeat, in order. */
  readonly repeatsSecondsPer100Steps: readonly number[];
  /** Numbers that are trained, biases included. */
  readonly trainedNumbers: number;
  /** Operations of the products that the cheapest form of a step needs, by the median time; 10⁹ a second. */
  readonly gflops: number;
  /** `gflops` by `matmulPeakGflops`. */
  readonly shareOfPeak: number;
  /** Losses of the first steps from the common initial values. */
  readonly firstLosses: readonly number[];
}

/** Ratios of medians for one network; null if one of the two was not measured. */
export interface SpeedRatios {
  readonly network: string;
  /** Our spectral time by our dense time. */
  readonly spectralToDense: number | null;
  readonly spectralShareOfPeak: number | null;
  /** Dense training in TensorFlow.js by ours: stock `fit`, then explicit transposes in `fit` and in a plain loop. */
  readonly tfjsFitToDense: number | null;
  readonly tfjsExplicitFitToDense: number | null;
  readonly tfjsExplicitLoopToDense: number | null;
  /**
   * SpectralDense, eigenvalues only, by dense layers in the same loop in TensorFlow.js: by its own, which multiply by
   * transposed factors, and by those with explicit transposes, the fair baseline.
   */
  readonly tfjsSpectralToStockDense: number | null;
  readonly tfjsSpectralToExplicitDense: number | null;
  /** Stock `fit` by the same with fast kernels: how many times faster they make it. */
  readonly tfjsStockFitToFastKernels: number | null;
  /** Our time by PyTorch's. */
  readonly denseToPytorch: number | null;
  readonly spectralToPytorch: number | null;
  /** Our time in Chromium by ours in Node. */
  readonly denseBrowserToNode: number | null;
  readonly spectralBrowserToNode: number | null;
}

/** What `bench speed --json` prints. */
export interface SpeedReport {
  readonly experiment: "speed";
  readonly measurements: readonly SpeedMeasurement[];
  /** The best median rate of large matrix products in ONNX Runtime on one thread, taken in turn with the rest. */
  readonly matmulPeakGflops: number;
  readonly ratios: readonly SpeedRatios[];
  /** Steps with dynamic masks beside the same steps without. */
  readonly masked: readonly MaskedMeasurement[];
  /** Products in sparse rows beside dense ones; null if they were not timed. */
  readonly sparse: SparseReport | null;
  /** How to read the numbers. */
  readonly notes: readonly string[];
  readonly settings: {
    readonly rows: number;
    readonly batchSize: number;
    readonly optimizer: string;
    readonly learningRate: number;
    readonly repeats: number;
    readonly stepsPerRepeat: number;
    readonly seed: number;
    readonly threads: number;
  };
  readonly machine: { readonly cpu: string; readonly cores: number; readonly loadAverage: number };
  readonly versions: Readonly<Record<string, string>>;
  readonly pytorch: PytorchVersion | null;
}

export const speedNotes: readonly string[] = [
  "One thread. All engines train on the same seeded rows in the same batches from the same initial values; their " +
    "losses were compared step by step before anything was timed. Repeats take turns.",
  "gflops counts the multiplications and additions of matrix products only, and only those that the cheapest form of " +
    "a step needs: 2·(2·B·n·m) in the first layer, dense or spectral (φx of a fixed data set is given), and " +
    "3·(2·B·n·m) in each later layer.",
  "The stock dense layer of TensorFlow.js is slow on WebAssembly because its gradients multiply by transposed " +
    "factors, which are scalar loops there; the ratio of SpectralDense to it comes from that and is no merit of " +
    "spectral training. The dense layer with explicit transposes is the fair baseline. The fast kernels repair " +
    "the stock one.",
  "Sparse rows are plain TypeScript with weights at random places; the break-even share lies between two measured ones, " +
    "by a straight line.",
];
