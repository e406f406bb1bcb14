import {
  createNetwork,
  encodeNetwork,
  withTrainable,
  type LayerSpec,
  type Network,
  type TrainableChoice,
} from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { expect } from "vitest";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { decodeCheckpoint } from "../checkpoint/decode-checkpoint.js";
import { encodeCheckpoint } from "../checkpoint/encode-checkpoint.js";
import type { FitOptions } from "../fit/fit-options.js";
import type { FitResult } from "../fit/fit-result.js";
import { fit } from "../fit/loop.js";
import { clouds } from "./clouds.js";

interface Extras {
  readonly sparsity?: number;
  readonly units?: number;
  readonly trainable?: TrainableChoice;
}

export function start(
  kind: "dense" | "spectral" | "s-svd" | "s-qr",
  { sparsity, units = 16, trainable }: Extras = {},
): Network {
  const layers = [
    { kind, units, activation: "tanh", ...(sparsity !== undefined && { sparsity }) },
    { kind, units: 3, activation: "softmax" },
  ] as LayerSpec[];
  const network = createNetwork({ inputShape: 2, layers, seed: 4 });
  return trainable === undefined ? network : withTrainable(network, trainable);
}

/** The network with every third weight of its first layer cut. */
export function cut(network: Network): Network {
  const [first, ...rest] = network.layers;
  if (first?.kind === "activation") return network;
  const mask = Uint8Array.from({ length: first!.inputs * first!.outputs }, (_, i) => (i % 3 === 0 ? 0 : 1));
  return { ...network, layers: [{ ...first!, mask }, ...rest] };
}

export const adam = { kind: "adam", learningRate: 0.02 } as const;
/** The schedule does not know when training ends, so that it may go on for more epochs. */
export const options = {
  epochs: 4,
  batchSize: 25,
  seed: 3,
  optimizer: adam,
  schedule: "constant",
} as const satisfies FitOptions;

/** As text, which compares at once. */
export const bitsOf = (network: Network): string => Buffer.from(encodeNetwork(network)).toString("base64");

/** What does not depend on the clock, the network as its bytes. */
export function lasting({ network, history, ...rest }: FitResult) {
  return {
    ...rest,
    network: bitsOf(network),
    history: history.map((report) => ({ ...report, seconds: 0 })),
  };
}

export function timeless(checkpoint: Checkpoint): string {
  const bytes = encodeCheckpoint({
    ...checkpoint,
    history: checkpoint.history.map((report) => ({ ...report, seconds: 0 })),
    running: { ...checkpoint.running, seconds: 0 },
  });
  return Buffer.from(bytes).toString("base64");
}

/** A training in one go, with a checkpoint after every step. */
export async function inOneGo(network: Network, given: FitOptions, samples = clouds()) {
  const checkpoints: Checkpoint[] = [];
  const onCheckpoint = (checkpoint: Checkpoint) => void checkpoints.push(checkpoint);
  const result = await fit(network, samples, { ...given, onCheckpoint, checkpointEvery: { steps: 1 } });
  return { result, checkpoints };
}

/** Checks that training from a checkpoint that went through a file ends as it did in one go. */
export async function expectSameEnd(
  network: Network,
  given: FitOptions,
  moments: number,
  samples = clouds(),
): Promise<void> {
  const plain = await fit(network, samples, given);
  const { result, checkpoints } = await inOneGo(network, given, samples);
  expect(lasting(result)).toEqual(lasting(plain));
  const random = new Random(5);
  for (let i = 0; i < moments; i++) {
    const resume = decodeCheckpoint(encodeCheckpoint(checkpoints[random.integer(checkpoints.length)]!));
    let last = resume;
    const onCheckpoint = (checkpoint: Checkpoint) => void (last = checkpoint);
    const resumed = await fit(network, samples, {
      ...given,
      resume,
      onCheckpoint,
      checkpointEvery: { epochs: 99 },
    });
    expect(lasting(resumed)).toEqual(lasting(plain));
    expect(timeless(last)).toEqual(timeless(checkpoints.at(-1)!));
  }
}
