import { createNetwork, type Network } from "@reciprocal/network";
import type { Engine } from "@reciprocal/training";
import { median } from "./median.js";
import { layerSizes } from "./network-name.js";
import { reciprocalSubject } from "./reciprocal-subject.js";
import { makeSpeedData } from "./speed-data.js";
import { timeInTurn } from "./time-in-turn.js";

/** What a dynamic mask on every layer costs a training step. */
export interface MaskedMeasurement {
  /** Layer sizes, such as `784-500-500-10`. */
  readonly network: string;
  readonly method: MaskedMethod;
  /** Share of weights that are zero in each layer. */
  readonly sparsity: number;
  /** Medians over the repeats. */
  readonly secondsPer100Steps: number;
  readonly secondsPer100StepsWithoutMask: number;
  /** The first by the second. */
  readonly maskedToPlain: number;
}

export type MaskedMethod = (typeof maskedMethods)[number];
const maskedMethods = ["dense", "s-qr"] as const;

export interface MaskedStepsOptions {
  engine: Engine;
  repeats: number;
  steps: number;
  rows: number;
  batchSize: number;
  seed: number;
  /** Default 0.9. */
  sparsity?: number;
  /** Told what is being done. */
  onProgress: (text: string) => void;
}

/**
 * Times training steps with dynamic masks and the same steps without them, in turn, on a network of these sizes at the
 * settings of the published sparse runs: tanh, Adam, dense without biases, S-QR from λ_in = 1 and λ_out = 0.
 *
 * A mask needs the weights themselves; without one, S-QR computes in whatever form is cheapest.
 */
export async function measureMaskedSteps(
  network: string,
  { engine, repeats, steps, rows, batchSize, seed, sparsity = 0.9, onProgress }: MaskedStepsOptions,
): Promise<MaskedMeasurement[]> {
  const sizes = layerSizes("maskedNetworks", network);
  const data = makeSpeedData(sizes[0]!, { rows, classes: sizes.at(-1)!, batchSize, seed });
  const subjects = maskedMethods.flatMap((method) =>
    [sparsity, 0].map((share) =>
      reciprocalSubject(sparseNetwork(sizes, method, { sparsity: share, seed }), data, {
        method,
        optimizer: "adam",
        learningRate: 0.001,
        engine,
      }),
    ),
  );
  try {
    onProgress(`${network}: steps with and without dynamic masks`);
    for (const subject of subjects) await subject.prepare();
    const seconds = await timeInTurn(subjects, data.batches, { repeats, steps });
    return maskedMethods.map((method, i) => {
      const [masked, plain] = [median(seconds[2 * i]!), median(seconds[2 * i + 1]!)];
      return {
        network,
        method,
        sparsity,
        secondsPer100Steps: masked,
        secondsPer100StepsWithoutMask: plain,
        maskedToPlain: masked / plain,
      };
    });
  } finally {
    for (const subject of subjects) await subject.dispose();
  }
}

function sparseNetwork(
  sizes: readonly number[],
  kind: MaskedMethod,
  { sparsity, seed }: { sparsity: number; seed: number },
): Network {
  const start = kind === "dense" ? { useBias: false } : { lambdaIn: 1, lambdaOut: 0 };
  const layers = sizes.slice(1).map((units, index) => {
    const activation = index === sizes.length - 2 ? "softmax" : "tanh";
    return { kind, units, activation, sparsity, ...start } as const;
  });
  return createNetwork({ inputShape: sizes[0]!, layers, seed });
}
