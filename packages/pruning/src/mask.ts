import type { Network } from "@reciprocal/network";
import { checkList, checkObject, checkOptions } from "./internal/check-options.js";
import { checkRankedChoice } from "./internal/check-ranked-choice.js";
import { chooseRemovals } from "./internal/choose-removals.js";
import { maskNetwork } from "./internal/mask-network.js";
import { newRemovals } from "./internal/new-removals.js";
import { sum } from "./internal/sum.js";
import { networkOf } from "./network-of.js";
import { keptInputsOf, type MeasureOptions, metricOf, type Pruned, type Start, toPruned } from "./pruned.js";
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
 * @throws {RangeError} for nodes, weights or layers that are not there, all that a layer has, or a budget that cannot be
 * met
 * @throws {TypeError} for unknown options, or a `maxDrop` without a metric
 */
export async function mask(start: Start, choice: MaskChoice, options: MeasureOptions = {}): Promise<Pruned> {
  checkOptions("mask", options, ["metric"]);
  const network = networkOf(start, "mask");
  checkObject("mask", "choice", choice);
  const { of, removals } = await removalsOf(start, choice, options);
  const removed = sum(removals.map(({ indices }) => indices.length));
  const masked = removed === 0 ? network : maskNetwork(network, of, removals);
  return toPruned(start, { verb: "mask", network: masked, removed }, options);
}

async function removalsOf(
  start: Start,
  choice: MaskChoice,
  { metric }: MeasureOptions,
): Promise<{ of: "nodes" | "weights"; removals: readonly Removal[] }> {
  const network = networkOf(start);
  if ("by" in choice) {
    checkOptions("mask", choice, ["by", "amount", "layers", "keepAtLeast"]);
    checkRankedChoice("mask", { ...choice, ...(metric && { metric }) });
    const inputs = keptInputsOf(start);
    const measure = metric && ((candidate: Network) => metricOf(metric, candidate, inputs));
    return { of: choice.by.of, removals: await chooseRemovals(network, choice, measure) };
  }
  if ("nodes" in choice) {
    checkOptions("mask", choice, ["nodes"]);
    checkList("mask", "nodes", choice.nodes);
    return { of: "nodes", removals: newRemovals(network, "nodes", choice.nodes) };
  }
  if (!("weights" in choice)) {
    const given = Object.keys(choice).join(", ");
    throw new TypeError(`mask: needs by and amount, nodes or weights, got ${given || "nothing"}`);
  }
  checkOptions("mask", choice, ["weights"]);
  checkList("mask", "weights", choice.weights);
  return { of: "weights", removals: newRemovals(network, "weights", choice.weights) };
}
