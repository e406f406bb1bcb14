import type { MappingLayer, Network } from "@reciprocal/network";
import { nodeLayers } from "./node-layers.js";
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

/**
 * One call of the trainer, as a step that can be undone.
 *
 * @throws {TypeError} where it gives back another network or loses the masks
 */
export async function trainOnce(
  start: Start,
  train: Train,
  { step, steps, metric }: TrainingStage & MeasureOptions,
): Promise<Pruned> {
  const given = networkOf(start);
  const network = await train(given, { step, steps });
  checkTrained(given, network);
  return toPruned(start, { verb: "train", network, removed: 0 }, metric && { metric });
}

/** A trainer that loses masks or gives back another network would undo the pruning without a word. */
function checkTrained(given: Network, trained: Network): void {
  const after = nodeLayers(trained);
  const before = nodeLayers(given);
  const wrong = before.find(
    ({ to, toLayer }, place) => !isLike(to, after[place]?.to) || after[place]?.toLayer !== toLayer,
  );
  if (!wrong && after.length === before.length) return;
  const where = wrong
    ? `layer ${wrong.toLayer} has another size or mask`
    : `there are ${after.length} mappings`;
  throw new TypeError(`train: must give back a network of the same sizes and masks, but ${where}`);
}

function isLike({ inputs, outputs, mask }: MappingLayer, other: MappingLayer | undefined): boolean {
  if (!other || inputs !== other.inputs || outputs !== other.outputs) return false;
  if (!mask || !other.mask) return mask === other.mask;
  return mask === other.mask || mask.every((value, at) => value === other.mask![at]);
}
