import { type Layer, type Network, validateNetwork } from "@reciprocal/network";
import { show } from "./internal/show.js";
import { networkOf } from "./network-of.js";
import { type MeasureOptions, type Pruned, type Start, toPruned } from "./pruned.js";

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
  const given = networkOf(start, "train");
  const network: unknown = await train(given, { step, steps });
  checkTrained(given, network);
  return toPruned(start, { verb: "train", network, removed: 0 }, metric && { metric });
}

/** A trainer that loses masks or gives back another network would undo the pruning without a word. */
function checkTrained(given: Network, trained: unknown): asserts trained is Network {
  if (!isNetwork(trained)) {
    throw new TypeError(
      `train: must give back a network, got ${show(trained)}; \`fit\` gives back an object with a .network`,
    );
  }
  validateNetwork(trained);
  const { length } = given.layers;
  const wrong = given.layers.findIndex((layer, index) => !isLike(layer, trained.layers[index]));
  if (wrong === -1 && trained.layers.length === length) return;
  const what = wrong === -1 ? `there are ${trained.layers.length} of ${length}` : `layer ${wrong} is another`;
  throw new TypeError(
    `train: must give back a network with the same kinds, sizes and masks of layers, but ${what}`,
  );
}

function isNetwork(value: unknown): value is Network {
  return typeof value === "object" && value !== null && "layers" in value;
}

function isLike(layer: Layer, other: Layer | undefined): boolean {
  if (layer.kind === "activation")
    return other?.kind === "activation" && other.activation === layer.activation;
  if (!other || other.kind !== layer.kind) return false;
  if (layer.inputs !== other.inputs || layer.outputs !== other.outputs) return false;
  const { mask } = layer;
  if (!mask || !other.mask) return mask === other.mask;
  return mask === other.mask || mask.every((value, at) => value === other.mask![at]);
}
