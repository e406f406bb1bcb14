import { checkOptions, checkWhole } from "./internal/check-options.js";
import { chooseRemovals } from "./internal/choose-removals.js";
import { maskNetwork } from "./internal/mask-network.js";
import { type MeasureOptions, networkOf, type Pruned, type Start, toPruned } from "./pruned.js";
import type { RankedChoice } from "./ranked-choice.js";
import type { Removal } from "./removal.js";

/** What to mask: by a ranking, or nodes or weights named one by one. */
export type MaskChoice =
  RankedChoice | { readonly nodes: readonly Removal[] } | { readonly weights: readonly Removal[] };

/**
 * Sets nodes or single weights to zero: they stay zero in every forward pass and in further training, until the masks
 * are baked in. The stored numbers stay as they are, and the network as large as it is.
 *
 * A masked node is cut off from all that feeds it and gives the constant a(b) of its bias (0 for most activations where
 * the bias is 0), which goes on training; a masked input is cut off from all that it feeds.
 *
 * Of nodes or weights with equal scores those with lower indices go first. No layer is emptied, and where nothing can go
 * the result holds the very network that came in, with `changed` false.
 *
 * @throws {RangeError} for nodes, weights or layers that are not there, or a budget that cannot be met
 * @throws {TypeError} for unknown options, or a `maxDrop` without a metric
 */
export async function mask(start: Start, choice: MaskChoice, options: MeasureOptions = {}): Promise<Pruned> {
  const network = networkOf(start);
  checkOptions("mask", options, ["metric"]);
  if ("by" in choice) {
    checkOptions("mask", choice, ["by", "amount", "layers", "keepAtLeast"]);
    checkWhole("mask", "keepAtLeast", choice.keepAtLeast ?? 1);
  } else checkOptions("mask", choice, ["nodes", "weights"]);
  const of = "by" in choice ? choice.by.of : "nodes" in choice ? "nodes" : "weights";
  const removals =
    "by" in choice
      ? await chooseRemovals(network, choice, options.metric)
      : "nodes" in choice
        ? choice.nodes
        : choice.weights;
  const removed = removals.reduce((sum, { indices }) => sum + new Set(Array.from(indices)).size, 0);
  const masked = removed === 0 ? network : maskNetwork(network, of, removals);
  return toPruned(start, { verb: "mask", network: masked, removed }, options);
}
