import type { Network } from "@reciprocal/network";
import { type MeasureOptions, networkOf, type Pruned, type Start, toPruned } from "./pruned.js";

/** Where a schedule is when it trains. */
export interface TrainingStage {
  /** From 1. */
  readonly step: number;
  readonly steps: number;
}

/**
 * Trains a network and gives back the trained one, of the same sizes; masks stay as they are. With
 * `@reciprocal/training`: `async (network) => (await fit(network, samples, { epochs: 2 })).network`.
 */
export type Train = (network: Network, stage: TrainingStage) => Network | Promise<Network>;

/** One call of the trainer, as a step that can be undone. */
export async function trainOnce(
  start: Start,
  train: Train,
  { step, steps, metric }: TrainingStage & MeasureOptions,
): Promise<Pruned> {
  const network = await train(networkOf(start), { step, steps });
  return toPruned(start, { verb: "train", network, removed: 0 }, metric && { metric });
}
