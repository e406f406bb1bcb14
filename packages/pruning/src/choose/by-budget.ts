import type { Network } from "@reciprocal/network";
import { maskNetwork } from "../mask-network.js";
import { networkSize } from "../network-size.js";
import { inputLayer } from "../node-layers.js";
import { shrinkNetwork } from "../shrink-network.js";
import { sparseSize } from "../sparse/sparse-size.js";
import { toSparse } from "../sparse/to-sparse.js";
import type { budgetOf } from "./amount.js";
import { firstWhere } from "./bisect.js";
import { type Candidate, type Candidates, firstOf, toRemovals } from "./candidates.js";

/** As few of all layers together as it takes for the smaller network to fit. */
export function byBudget(
  network: Network,
  candidates: readonly Candidates[],
  of: "nodes" | "weights",
  { name, limit }: NonNullable<ReturnType<typeof budgetOf>>,
): Candidate[] {
  const all = firstOf(candidates, Infinity);
  const withInputs = candidates.some(({ layer }) => of === "nodes" && layer === inputLayer);
  const size = (count: number) => {
    const masked = maskNetwork(network, of, toRemovals(all.slice(0, count)));
    if (of === "nodes") return networkSize(shrinkNetwork(masked, { inputs: withInputs }).network)[name];
    if (name !== "denseBytes") return sparseSize(toSparse(masked))[name];
    throw new TypeError("mask: denseBytes needs a ranking of nodes; it does not change if single weights go");
  };
  if (size(0) <= limit) return [];
  const needed = firstWhere(all.length, (count) => size(count) <= limit);
  if (needed !== undefined) return all.slice(0, needed);
  const hint = name === "bytes" ? "; a matrix from a seed has no bytes, see denseBytes" : "";
  throw new RangeError(
    `mask: ${name} must be at least ${size(all.length)}, which is left if all ${all.length} ${of} go that may, ` +
      `got ${limit}${hint}`,
  );
}
