import { createTrainer, loadEngine } from "@reciprocal/training";
import { makeSpeedData } from "../speed/speed-data.js";
import { layerSizes } from "../speed/network-name.js";
import { speedNetwork } from "../speed/speed-network.js";
import type { SpeedMethod } from "../speed/speed-subject.js";

export interface MemoryOptions {
  /** Layer sizes, such as `784-200-10`. */
  readonly network: string;
  readonly method: SpeedMethod;
  /** Steps after which memory is measured first. */
  readonly early: number;
  /** Steps after which it is measured again. */
  readonly late: number;
  readonly onProgress?: (text: string) => void;
}

export interface MemoryMeasurement {
  readonly network: string;
  readonly method: SpeedMethod;
  readonly steps: readonly [early: number, late: number];
  /** Resident memory of the process at those steps. */
  readonly bytes: readonly [early: number, late: number];
  /** late / early − 1 */
  readonly growth: number;
}

/** Trains in this process and compares its resident memory after few and after many steps. */
export async function measureMemory({
  network,
  method,
  early,
  late,
  onProgress = () => {},
}: MemoryOptions): Promise<MemoryMeasurement> {
  const sizes = layerSizes("network", network);
  const data = makeSpeedData(sizes[0]!, { rows: 10_000, classes: sizes.at(-1)! });
  const trainer = await createTrainer(speedNetwork(sizes, method, 0), data, {
    batchSize: data.batches[0]!.length,
    optimizer: { kind: "adamax", learningRate: 0.001 },
    engine: await loadEngine(),
  });
  let step = 0;
  const residentAfter = async (steps: number): Promise<number> => {
    for (; step < steps; step++) {
      await trainer.step(data.batches[step % data.batches.length]!);
      if (step % 2000 === 0) onProgress(`${network} ${method}: step ${step} of ${late}`);
    }
    return process.memoryUsage.rss();
  };
  try {
    const bytes = [await residentAfter(early), await residentAfter(late)] as const;
    return { network, method, steps: [early, late], bytes, growth: bytes[1] / bytes[0] - 1 };
  } finally {
    await trainer.release();
  }
}
