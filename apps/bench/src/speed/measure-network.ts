import type { Engine } from "@reciprocal/training";
import type { SpeedPage } from "./browser-subject.js";
import { checkEqual } from "./check-equal.js";
import { median } from "./median.js";
import { neededOperations, trainedNumbers } from "./needed-operations.js";
import { layerSizes } from "./network-name.js";
import { startPytorchPeer, type PytorchVersion } from "./pytorch-peer.js";
import { reciprocalSubject } from "./reciprocal-subject.js";
import { makeSpeedData } from "./speed-data.js";
import { denseValues, speedNetwork, spectralValues } from "./speed-network.js";
import type { SpeedMeasurement } from "./speed-report.js";
import type { SpeedMethod, SpeedSubject } from "./speed-subject.js";
import { tfjsFitSubject } from "./tfjs-fit-subject.js";
import { tfjsLoopSubject } from "./tfjs-loop-subject.js";
import { timeInTurn } from "./time-in-turn.js";

export interface MeasureNetworkOptions {
  readonly engine: Engine;
  /** A page that trains too. */
  readonly page: SpeedPage | undefined;
  /** Whether PyTorch trains too. */
  readonly pytorch: boolean;
  readonly learningRate: number;
  readonly repeats: number;
  /** Steps per repeat. */
  readonly steps: number;
  readonly rows: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Called after every round in which all subjects took their turn; the first round only warms up. */
  readonly afterRound: () => Promise<void>;
  readonly onProgress: (text: string) => void;
}

/** What was measured, before the peak is known. */
export type Measured = Omit<SpeedMeasurement, "shareOfPeak">;

const checkedSteps = 5;

/** Every engine and method on one network, in turn, after their losses were found equal. */
export async function measureNetwork(
  network: string,
  options: MeasureNetworkOptions,
): Promise<{ readonly measured: Measured[]; readonly peer: PytorchVersion | null }> {
  const { repeats, steps, rows, batchSize, seed, afterRound, onProgress } = options;
  const sizes = layerSizes("networks", network);
  const data = makeSpeedData(sizes[0]!, { rows, classes: sizes.at(-1)!, batchSize, seed });
  const { subjects, peer, close } = await makeSubjects(sizes, data, options);
  try {
    onProgress(`${network}: comparing the losses of ${subjects.length} subjects over ${checkedSteps} steps`);
    const losses = await checkEqual(subjects, data.batches.slice(0, checkedSteps));
    const seconds = await timeInTurn(subjects, data.batches, { repeats, steps, afterRound });
    const measured = subjects.map((subject, index): Measured => {
      const per100 = seconds[index]!;
      const secondsPer100Steps = median(per100);
      return {
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
      };
    });
    return { measured, peer };
  } finally {
    await close();
  }
}

/** Every engine and method on the same initial values and data. */
async function makeSubjects(
  sizes: readonly number[],
  data: ReturnType<typeof makeSpeedData>,
  { engine, page, pytorch, learningRate, rows, batchSize, seed }: MeasureNetworkOptions,
) {
  const dense = speedNetwork(sizes, "dense", seed);
  const spectral = speedNetwork(sizes, "spectral", seed);
  const values = { dense: denseValues(dense), spectral: spectralValues(spectral), learningRate };
  const python = pytorch ? await startPytorchPeer(data, values) : undefined;
  const pageData = { rows, classes: sizes.at(-1)!, batchSize, seed };
  const inBrowser = (method: SpeedMethod) =>
    page ? [page.subject({ sizes, method, data: pageData, seed, learningRate })] : [];
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
  const close = async () => {
    await python?.close();
    for (const subject of subjects) await subject.dispose();
  };
  return { subjects, peer: python?.about ?? null, close };
}
