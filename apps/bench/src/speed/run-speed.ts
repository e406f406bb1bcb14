import { startWasm } from "@reciprocal/tfjs";
import { loadEngine, type Engine } from "@reciprocal/training";
import "@tensorflow/tfjs-backend-wasm"; // registers the backend
import { version_core as tfjsVersion } from "@tensorflow/tfjs-core";
import { cpus, loadavg } from "node:os";
import { versions } from "../versions.js";
import { openSpeedPage, type SpeedPage } from "./browser-subject.js";
import { measureMaskedSteps, type MaskedMeasurement } from "./masked-steps.js";
import { prepareMatmulPeak, type MatmulPeak, type ProductShape } from "./matmul-peak.js";
import { measureNetwork, type Measured } from "./measure-network.js";
import type { PytorchVersion } from "./pytorch-peer.js";
import { measureSparseProducts } from "./sparse-products.js";
import { speedRatios } from "./speed-ratios.js";
import { speedNotes, type SpeedReport } from "./speed-report.js";

export interface SpeedOptions {
  /** Layer sizes, such as `784-1000-10`. */
  readonly networks: readonly string[];
  /** Layer sizes on which steps with dynamic masks are timed beside steps without. Default none. */
  readonly maskedNetworks?: readonly string[];
  /** Whether to time products in sparse rows beside dense ones. Default false. */
  readonly sparse?: boolean;
  /** Default 7. */
  readonly repeats?: number;
  /** Steps per repeat; times are given for 100. Default 30. */
  readonly steps?: number;
  /** Whether to time PyTorch as well. Default false. */
  readonly pytorch?: boolean;
  /** Whether to time training in Chromium as well. Default false. */
  readonly browser?: boolean;
  /** Default 20,000. */
  readonly rows?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  /** Products whose best rate counts as the peak; default large ones. */
  readonly peakShapes?: readonly ProductShape[];
  /** Told what is being done. */
  readonly onProgress?: (text: string) => void;
}

const defaults = {
  maskedNetworks: [],
  sparse: false,
  repeats: 7,
  steps: 30,
  pytorch: false,
  browser: false,
  rows: 20_000,
  batchSize: 200,
  seed: 0,
  onProgress: () => {},
} as const satisfies Partial<SpeedOptions>;

type Settled = Omit<Required<SpeedOptions>, "peakShapes">;

/** So small that no probability falls to the 1e-7 at which the loss of TensorFlow.js stops growing: losses can be compared. */
const learningRate = 0.0001;

/** Measures training speed: every engine and method on each network, and the peak of matrix products, in turn. */
export async function runSpeed({ peakShapes, ...given }: SpeedOptions): Promise<SpeedReport> {
  const options: Settled = { ...defaults, ...given };
  const loadAverage = loadavg()[0]!;
  await startWasm();
  const page = options.browser ? await openSpeedPage() : undefined;
  const engine = await loadEngine();
  const peak = await prepareMatmulPeak(engine, peakShapes && { shapes: peakShapes });
  try {
    const { measured, masked, sparse, pytorch } = await measureAll(options, engine, peak, page);
    const matmulPeakGflops = peak.gflops();
    const measurements = measured.map((own) => ({ ...own, shareOfPeak: own.gflops / matmulPeakGflops }));
    const { rows, batchSize, repeats, steps: stepsPerRepeat, seed } = options;
    const trained = { optimizer: "adamax", learningRate };
    return {
      experiment: "speed",
      measurements,
      matmulPeakGflops,
      ratios: speedRatios(measurements),
      masked,
      sparse,
      notes: speedNotes,
      settings: { rows, batchSize, ...trained, repeats, stepsPerRepeat, seed, threads: 1 },
      machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, loadAverage },
      versions: {
        ...versions(),
        [engine.name]: engine.version,
        "@tensorflow/tfjs-core": tfjsVersion,
        ...(page && { chromium: page.chromium }),
      },
      pytorch,
    };
  } finally {
    await peak.dispose();
    await page?.close();
  }
}

async function measureAll(options: Settled, engine: Engine, peak: MatmulPeak, page: SpeedPage | undefined) {
  const { networks, maskedNetworks, sparse: timesSparse, repeats, seed, onProgress } = options;
  const measured: Measured[] = [];
  let pytorch: PytorchVersion | null = null;
  for (const network of networks) {
    const afterRound = peakAfterRound(peak, network, options);
    const found = await measureNetwork(network, { ...options, engine, page, learningRate, afterRound });
    measured.push(...found.measured);
    pytorch = found.peer;
  }
  const masked: MaskedMeasurement[] = [];
  for (const network of maskedNetworks) {
    masked.push(...(await measureMaskedSteps(network, { ...options, engine })));
  }
  const sparse = timesSparse ? await measureSparseProducts({ engine, repeats, seed, onProgress }) : null;
  if (networks.length === 0) await peak.measure();
  return { measured, masked, sparse, pytorch };
}

/** After each round the matrix products take their turn; the first round only warms up. */
function peakAfterRound(
  peak: MatmulPeak,
  network: string,
  { repeats, onProgress }: Pick<Settled, "repeats" | "onProgress">,
): () => Promise<void> {
  let round = 0;
  return async () => {
    await peak.measure();
    onProgress(round === 0 ? `${network}: warm` : `${network}: repeat ${round} of ${repeats}`);
    round++;
  };
}
