import { show } from "@reciprocal/guards";
import { isMapping, type Layer, type Network, validateNetwork } from "@reciprocal/network";

/** Which of its trainings a schedule is at. */
export interface TrainingStage {
  /** From 1. */
  readonly step: number;
  /** How many there are. */
  readonly steps: number;
}

/**
 * Trains a network and returns the trained one, of the same sizes; masks stay as they are. With
 * `@reciprocal/training`: `async (network) => (await fit(network, samples, { epochs: 2 })).network`.
 */
export type Train = (network: Network, stage: TrainingStage) => Network | Promise<Network>;

/**
 * One call of the trainer.
 *
 * @throws {TypeError} if it returns another network or loses the masks
 */
export async function trainOnce(network: Network, train: Train, stage: TrainingStage): Promise<Network> {
  const trained: unknown = await train(network, stage);
  checkTrained(network, trained);
  return trained;
}

/** A trainer that loses masks or returns another network would silently undo the pruning. */
function checkTrained(given: Network, trained: unknown): asserts trained is Network {
  if (!isNetwork(trained)) {
    throw new TypeError(
      `train: must return a network, got ${show(trained)}; \`fit\` returns an object with a .network`,
    );
  }
  validateNetwork(trained);
  const { length } = given.layers;
  const wrong = given.layers.findIndex((layer, index) => !isLike(layer, trained.layers[index]));
  if (wrong === -1 && trained.layers.length === length) return;
  const what = wrong === -1 ? `there are ${trained.layers.length} of ${length}` : `layer ${wrong} differs`;
  throw new TypeError(
    `train: must return a network with the same kinds, sizes and masks of layers, but ${what}`,
  );
}

function isNetwork(value: unknown): value is Network {
  return typeof value === "object" && value !== null && "layers" in value;
}

function isLike(layer: Layer, other: Layer | undefined): boolean {
  if (!isMapping(layer)) {
    return other?.kind === layer.kind && other.activation === layer.activation && other.slope === layer.slope;
  }
  if (other?.kind !== layer.kind) return false;
  if (layer.inputs !== other.inputs || layer.outputs !== other.outputs) return false;
  const { mask } = layer;
  if (!mask || !other.mask) return mask === other.mask;
  return mask === other.mask || mask.every((value, at) => value === other.mask![at]);
}
