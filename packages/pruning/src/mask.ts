import { isObject, list, object, options, type OptionTable, show } from "@reciprocal/guards";
import { type Network, validateNetwork } from "@reciprocal/network";
import { chooseRemovals } from "./choose/choose-removals.js";
import { namedRemovals } from "./choose/named-removals.js";
import { type RankedChoice, rankedChoice } from "./choose/ranked-choice.js";
import type { Removal } from "./choose/removal.js";
import { maskNetwork } from "./mask-network.js";

/** What to mask: by a ranking, or nodes or weights named one by one. */
export type MaskChoice = RankedChoice | NamedNodes | NamedWeights;

interface NamedNodes {
  readonly nodes: readonly Removal[];
}

interface NamedWeights {
  readonly weights: readonly Removal[];
}

const namedNodes = options(() => ({ nodes: list(object<Removal>()) }) satisfies OptionTable<NamedNodes>);
const namedWeights = options(
  () => ({ weights: list(object<Removal>()) }) satisfies OptionTable<NamedWeights>,
);

/**
 * Sets nodes or single weights to zero: they stay zero in every forward pass and in further training, until the masks
 * are baked in. The stored numbers stay as they are, and the network as large as it is.
 *
 * A masked node is cut off from all that feeds it and gives the constant a(b) of its bias (0 for most activations if the
 * bias is 0), which goes on training; a masked input is cut off from all that it feeds.
 *
 * Of nodes or weights with equal scores those with lower indices go first. No layer is emptied.
 *
 * @param network - not modified
 * @param choice - nodes or weights by name, or a ranking and how many go
 * @returns the masked network; the same object if nothing can go
 * @throws {RangeError} for nodes, weights or layers that do not exist, all that a layer has, a count of more than may go,
 * or a budget that cannot be met
 * @throws {TypeError} for unknown options and values of another type
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { byEigenvalue, mask, networkSize } from "@reciprocal/pruning";
 *
 * const layers = [{ kind: "spectral", units: 50, activation: "relu" }, { kind: "dense", units: 10 }] as const;
 * const network = createNetwork({ inputShape: 784, layers });
 * const masked = mask(network, { by: byEigenvalue(), amount: { percentile: 40 } });
 * console.log(networkSize(masked).activeNodes);
 * // => 30
 */
export function mask(network: Network, choice: MaskChoice): Network {
  validateNetwork(network);
  return withoutThem(network, removalsOf(network, choice));
}

/** The same by a ranking whose options were read. */
export function maskRanked(network: Network, ranked: RankedChoice): Network {
  return withoutThem(network, { of: ranked.by.of, removals: chooseRemovals(network, ranked) });
}

interface Removals {
  readonly of: "nodes" | "weights";
  readonly removals: readonly Removal[];
}

function withoutThem(network: Network, { of, removals }: Removals): Network {
  return removals.every(({ indices }) => indices.length === 0) ? network : maskNetwork(network, of, removals);
}

function removalsOf(network: Network, choice: MaskChoice): Removals {
  if (!isObject(choice)) throw new TypeError(`mask: choice must be an object, got ${show(choice)}`);
  if ("by" in choice) {
    const ranked = rankedChoice.read("mask", choice);
    return { of: ranked.by.of, removals: chooseRemovals(network, ranked) };
  }
  if ("nodes" in choice) {
    const { nodes } = namedNodes.read("mask", choice);
    return { of: "nodes", removals: namedRemovals(network, "nodes", nodes) };
  }
  if ("weights" in choice) {
    const { weights } = namedWeights.read("mask", choice);
    return { of: "weights", removals: namedRemovals(network, "weights", weights) };
  }
  const given = Object.keys(choice).join(", ");
  throw new TypeError(`mask: needs by and amount, nodes or weights, got ${given || "none of them"}`);
}
