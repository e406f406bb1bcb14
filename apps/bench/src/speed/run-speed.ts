import { startWasm } from "@reciprocal/tfjs";
import { loadEngine } from "@reciprocal/training";
import "@tensorflow/tfjs-backend-wasm"; // registers the backend
import { version_core as tfjsVersion } from "@tensorflow/tfjs-core";
import { cpus, loadavg } from "node:os";
import { versions } from "../versions.js";
import { openSpeedPage } from "./browser-subject.js";
import { checkEqual } from "./check-equal.js";
import { measureMaskedSteps, type MaskedMeasurement } from "./masked-steps.js";
import { prepareMatmulPeak, type MatmulPeak, type ProductShape } from "./matmul-peak.js";
import { median } from "./median.js";
import { neededOperations, trainedNumbers } from "./needed-operations.js";
import { startPytorchPeer, type PytorchVersion } from "./pytorch-peer.js";
import { reciprocalSubject } from "./reciprocal-subject.js";
import { makeSpeedData } from "./speed-data.js";
import { denseValues, layerSizes, speedNetwork, spectralValues } from "./speed-network.js";
import { measureSparseProducts, type SparseReport } from "./sparse-products.js";
import { speedRatios } from "./speed-ratios.js";
import { speedNotes, type SpeedMeasurement, type SpeedReport } from "./speed-report.js";
import type { SpeedMethod, SpeedSubject } from "./speed-subject.js";
import { tfjsFitSubject } from "./tfjs-fit-subject.js";
import { tfjsLoopSubject } from "./tfjs-loop-subject.js";
import { timeInTurn } from "./time-in-turn.js";

export interface SpeedOptions {
  /** Layer sizes, such as `784-1000-10`. */
  networks: readonly string[];
  /** Layer sizes on which steps with dynamic masks are timed beside steps without. Default none. */
  maskedNetworks?: readonly string[];
  /** Whether to time products in sparse rows beside dense ones. Default false. */
  sparse?: boolean;
  /** Default 7. */
  repeats?: number;
  /** Steps per repeat; times are given for 100. Default 30. */
  steps?: number;
  /** Whether to time PyTorch as well. Default false. */
  pytorch?: boolean;
  /** Whether to time training in Chromium as well. Default false. */
  browser?: boolean;
  /** Default 20,000. */
  rows?: number;
  batchSize?: number;
  seed?: number;
  /** Products whose best rate counts as the peak; default large ones. */
  peakShapes?: readonly ProductShape[];
  /** Told what is being done. */
  onProgress?: (text: string) => void;
}

/** So small that no probability falls to the 1e-7 where the loss of TensorFlow.js stops growing: losses can be compared. */
const learningRate = 0.0001;
const checkedSteps = 5;

/** Measures training speed: every engine and method on each network, and the peak of matrix products, in turn. */
export async function runSpeed({
  networks,
  maskedNetworks = [],
  sparse: timesSparse = false,
  repeats = 7,
  steps = 30,
  pytorch = false,
  browser = false,
  rows = 20_000,
  batchSize = 200,
  seed = 0,
  peakShapes,
  onProgress = () => {},
}: SpeedOptions): Promise<SpeedReport> {
  const loadAverage = loadavg()[0]!;
  await startWasm();
  const page = browser ? await openSpeedPage() : undefined;
  const engine = await loadEngine();
  const peak = await prepareMatmulPeak(engine, peakShapes && { shapes: peakShapes });
  const measured: Omit<SpeedMeasurement, "shareOfPeak">[] = [];
  const masked: MaskedMeasurement[] = [];
  let sparse: SparseReport | null = null;
  let peer: PytorchVersion | null = null;

  let matmulPeakGflops: number;
  try {
    for (const network of networks) {
      const sizes = layerSizes("networks", network);
      const dataOptions = { rows, classes: sizes.at(-1)!, batchSize, seed };
      const data = makeSpeedData(sizes[0]!, dataOptions);
      const inBrowser = (method: SpeedMethod) =>
        page ? [page.subject({ sizes, method, data: dataOptions, seed, learningRate })] : [];
      const dense = speedNetwork(sizes, "dense", seed);
      const spectral = speedNetwork(sizes, "spectral", seed);
      const python = pytorch
        ? await startPytorchPeer(data, {
            dense: denseValues(dense),
            spectral: spectralValues(spectral),
            learningRate,
          })
        : undefined;
      peer = python?.about ?? null;
      const subjects: SpeedSubject[] = [
        reciprocalSubject(dense, data, { method: "dense", learningRate, engine }),
        reciprocalSubject(spectral, data, { method: "spectral", learningRate, engine }),
        tfjsFitSubject(dense, data, { layers: "stock", learningRate }),
        tfjsFitSubject(dense, data, { layers: "stock", learningRate, fastKernels: true }),
        tfjsFitSubject(dense, data, { layers: "explicit", learningRate }),
        tfjsLoopSubject(dense, data, { layers: "stock", learningRate }),
        tfjsLoopSubject(dense, data, { layers: "explicit", learningRate }),
        tfjsLoopSubject(spectral, data, { layers: "spectral", learningRate }),
        ...(python?.subjects ?? []),
        ...inBrowser("dense"),
        ...inBrowser("spectral"),
      ];
      try {
        onProgress(
          `${network}: comparing the losses of ${subjects.length} subjects over ${checkedSteps} steps`,
        );
        const losses = await checkEqual(subjects, data.batches.slice(0, checkedSteps));
        const seconds = await timeInTurn(subjects, data.batches, {
          repeats,
          steps,
          afterRound: rounds(network, peak),
        });
        for (const [index, subject] of subjects.entries()) {
          const per100 = seconds[index]!;
          const secondsPer100Steps = median(per100);
          measured.push({
            engine: subject.engine,
            method: subject.method,
            network,
            batchSize,
            secondsPer100Steps,
            fastestSecondsPer100Steps: Math.min(...per100),
            repeatsSecondsPer100Steps: per100,
            trainedNumbers: trainedNumbers(sizes, subject.method),
            gflops: (neededOperations(sizes, batchSize) * 100) / secondsPer100Steps / 1e9,
            firstLosses: losses.get(subject)!,
          });
        }
      } finally {
        await python?.close();
        for (const subject of subjects) await subject.dispose();
      }
    }
    for (const network of maskedNetworks) {
      const settings = { engine, repeats, steps, rows, batchSize, seed, onProgress };
      masked.push(...(await measureMaskedSteps(network, settings)));
    }
    if (timesSparse) sparse = await measureSparseProducts({ engine, repeats, seed, onProgress });
    if (networks.length === 0) await peak.measure();
    matmulPeakGflops = peak.gflops();
  } finally {
    await peak.dispose();
    await page?.close();
  }

  const measurements = measured.map((own) => ({ ...own, shareOfPeak: own.gflops / matmulPeakGflops }));
  return {
    experiment: "speed",
    measurements,
    matmulPeakGflops,
    ratios: speedRatios(measurements),
    masked,
    sparse,
    notes: speedNotes,
    settings: {
      rows,
      batchSize,
      optimizer: "adamax",
      learningRate,
      repeats,
      stepsPerRepeat: steps,
      seed,
      threads: 1,
    },
    machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, loadAverage },
    versions: {
      ...versions(),
      [engine.name]: engine.version,
      "@tensorflow/tfjs-core": tfjsVersion,
      ...(page && { chromium: page.chromium }),
    },
    pytorch: peer,
  };

  /** After each round the matrix products take their turn; the first round only warms up. */
  function rounds(network: string, peak: MatmulPeak): () => Promise<void> {
    let round = 0;
    return async () => {
      await peak.measure();
      onProgress(round === 0 ? `${network}: warm` : `${network}: repeat ${round} of ${repeats}`);
      round++;
    };
  }
}
