import { callback, integer, number, object, oneOf, options, type OptionTable } from "@reciprocal/guards";
import { layerKernel, type Loss, losses, type Network, type Samples, withLayers } from "@reciprocal/network";
import { deriveSeed, randomPermutation } from "@reciprocal/spectral";
import { weightSlopes } from "../internal/loss-slopes.js";
import { renewWeights } from "../kinds/index.js";
import { nodeLayers } from "../node-layers.js";
import { checkOrder } from "../ranking/check-order.js";
import { measurable, type Measurable } from "../samples.js";
import { keptWeights } from "./layer-densities.js";
import { type Train, trainOnce } from "./train.js";

/** Options of `trainSparse`. */
export interface TrainSparseOptions {
  /** The share of all weights that are zero, at every time; 0 ≤ sparsity < 1. */
  readonly sparsity: number;
  /** How often it trains; weights are exchanged between one training and the next. */
  readonly rounds: number;
  /** Trains with the masks as they are. */
  readonly train: Train;
  /** Samples whose gradient says which weights to grow; some hundred are enough. */
  readonly samples: Samples;
  /** Of that gradient; default: what fits the end of the network, as for `fit`: cross-entropy after a softmax. */
  readonly loss?: Loss;
  /** How the weights are shared out among the mappings; default `erdos-renyi`: in proportion to n + m. */
  readonly distribution?: "uniform" | "erdos-renyi";
  /** The share of a mapping's weights that is exchanged after the first round; falls to 0 as a cosine. Default 0.3. */
  readonly exchanged?: number;
  /** Of the first masks; default 0. */
  readonly seed?: number;
}

const table = options(
  () =>
    ({
      sparsity: number({ min: 0, below: 1 }),
      rounds: integer({ min: 1 }),
      train: callback<Train>(),
      samples: object<Samples>(),
      loss: oneOf(losses).optional(),
      distribution: oneOf(["uniform", "erdos-renyi"]).default("erdos-renyi"),
      exchanged: number({ min: 0, max: 1 }).default(0.3),
      seed: integer({ min: 0 }).default(0),
    }) satisfies OptionTable<TrainSparseOptions>,
);

/**
 * Sparse training on a fixed budget (RigL: U. Evci et al., arXiv:1911.11134): random masks to begin with, and after every
 * round each mapping drops its smallest weights and grows as many where the gradient of the loss is largest. A grown
 * weight of a dense layer starts at 0; in other layers it starts at what eigenvalues and eigenvectors make it.
 *
 * Masks that the network had are replaced. The optimizer of `train` starts afresh in every round. The gradient is dense
 * and computed in plain float64, so large layers with many samples take their time.
 *
 * @param network - where to start; not modified
 * @returns the network after the last training, with its masks
 * @throws {RangeError | TypeError} for options out of range, and if samples and network do not fit
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork, type Network } from "@reciprocal/network";
 * import { networkSize, trainSparse } from "@reciprocal/pruning";
 * import { fit } from "@reciprocal/training";
 *
 * const { train: samples } = digits({ train: 200, test: 1 });
 * const train = async (one: Network) => (await fit(one, samples, { epochs: 1 })).network;
 * const layers = [{ kind: "dense", units: 10, activation: "softmax" }] as const;
 * const network = createNetwork({ inputShape: 784, layers });
 * const sparse = await trainSparse(network, { sparsity: 0.9, rounds: 2, train, samples });
 * console.log(networkSize(sparse).activeWeights);
 * // => 784
 */
export async function trainSparse(network: Network, given: TrainSparseOptions): Promise<Network> {
  const where = "trainSparse";
  const { sparsity, rounds, train, samples, loss, distribution, exchanged, seed } = table.read(where, given);
  const measured = measurable(where, network, { samples, loss });
  let masked = randomMasks(network, { density: 1 - sparsity, distribution, seed });
  for (let step = 1; ; step++) {
    const trained = await trainOnce(masked, train, { step, steps: rounds });
    if (step === rounds) return trained;
    const share = (exchanged / 2) * (1 + Math.cos((Math.PI * (step - 1)) / (rounds - 1)));
    masked = exchange(trained, { measured, share });
  }
}

function randomMasks(
  network: Network,
  { density, distribution, seed }: { density: number; distribution: "uniform" | "erdos-renyi"; seed: number },
): Network {
  const mappings = nodeLayers(network);
  const kept = keptWeights(
    mappings.map(({ to }) => to),
    density,
    distribution,
  );
  const layers = [...network.layers];
  mappings.forEach(({ to, toLayer }, place) => {
    const mask = new Uint8Array(to.inputs * to.outputs);
    const order = randomPermutation(mask.length, { seed: deriveSeed(seed, "mask", toLayer) });
    for (const index of order.subarray(0, kept[place])) mask[index] = 1;
    layers[toLayer] = { ...to, mask };
  });
  return withLayers(network, layers);
}

/** The network with its smallest weights dropped and others grown, as many in every mapping. */
function exchange(network: Network, { measured, share }: { measured: Measurable; share: number }): Network {
  const allSlopes = weightSlopes("trainSparse", network, measured);
  const layers = [...network.layers];
  for (const { to, toLayer } of nodeLayers(network)) {
    const before = to.mask!;
    const weights = layerKernel(to);
    const active = [...before.keys()].filter((i) => before[i]);
    const dropped = active
      .sort((a, b) => Math.abs(weights[a]!) - Math.abs(weights[b]!))
      .slice(0, Math.round(share * active.length));
    const mask = before.slice();
    dropped.forEach((i) => (mask[i] = 0));
    const slopes = allSlopes.get(toLayer)!;
    checkOrder("trainSparse: the gradient of the loss", slopes, { layer: toLayer, length: mask.length });
    const grown = [...mask.keys()]
      .filter((i) => !mask[i])
      .sort((a, b) => Math.abs(slopes[b]!) - Math.abs(slopes[a]!))
      .slice(0, dropped.length);
    grown.forEach((i) => (mask[i] = 1));
    // a weight that was dropped and grown at once goes on where it was
    layers[toLayer] = {
      ...renewWeights(
        to,
        grown.filter((i) => !before[i]),
      ),
      mask,
    };
  }
  return withLayers(network, layers);
}
