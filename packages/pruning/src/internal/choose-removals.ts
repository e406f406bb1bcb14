import type { Network } from "@reciprocal/network";
import { type Amount, budgetOf } from "../amount.js";
import { inputLayer } from "../node-layers.js";
import { networkSize } from "../network-size.js";
import type { RankedChoice } from "../ranked-choice.js";
import type { Ranking } from "../ranking.js";
import type { Removal } from "../removal.js";
import { sparseSize } from "../sparse-size.js";
import { toSparse } from "../to-sparse.js";
import { firstWhere } from "./bisect.js";
import { type Candidate, type Candidates, firstOf, rankCandidates, toRemovals } from "./candidates.js";
import { maskNetwork } from "./mask-network.js";
import { shrinkNetwork } from "./shrink-network.js";

type Measure = (network: Network) => Promise<number>;

/** What a ranking and an amount, both checked before, take away. */
export async function chooseRemovals(
  network: Network,
  { by, amount, layers, keepAtLeast = 1 }: RankedChoice,
  metric: Measure | undefined,
): Promise<Removal[]> {
  const candidates = await rankCandidates(network, { by, layers, keepAtLeast });
  return toRemovals(await choose(network, { by, amount, candidates, metric }));
}

async function choose(
  network: Network,
  {
    by,
    amount,
    candidates,
    metric,
  }: { by: Ranking; amount: Amount; candidates: readonly Candidates[]; metric: Measure | undefined },
): Promise<Candidate[]> {
  if (amount.percentile !== undefined) {
    const { percentile, across } = amount;
    const share = (part: readonly Candidates[]) => {
      const sum = (name: "total" | "masked") => part.reduce((all, one) => all + one[name], 0);
      return firstOf(part, Math.max(0, Math.round((percentile / 100) * sum("total")) - sum("masked")));
    };
    return across ? share(candidates) : candidates.flatMap((one) => share([one]));
  }
  const all = firstOf(candidates, Infinity);
  if (amount.count !== undefined) {
    if (amount.count <= all.length) return all.slice(0, amount.count);
    throw new RangeError(`mask: no more than ${all.length} ${by.of} may go, the count is ${amount.count}`);
  }
  const without = (count: number) => maskNetwork(network, by.of, toRemovals(all.slice(0, count)));
  const budget = budgetOf(amount);
  if (!budget) {
    const least = (await metric!(network)) - amount.maxDrop!;
    const isDamage = async (count: number) => !((await metric!(without(count))) >= least);
    const first = all.length === 0 ? undefined : await firstWhere(all.length, isDamage);
    return first === undefined ? all : all.slice(0, first - 1);
  }
  const { name, limit } = budget;
  const withInputs = candidates.some(({ layer }) => by.of === "nodes" && layer === inputLayer);
  const size = (count: number) => {
    const masked = without(count);
    if (by.of === "weights") {
      if (name !== "denseBytes") return sparseSize(toSparse(masked))[name];
      throw new TypeError(
        "mask: denseBytes need a ranking of nodes; single weights that go leave them as they are",
      );
    }
    return networkSize(shrinkNetwork(masked, { inputs: withInputs }).network)[name];
  };
  if (size(0) <= limit) return [];
  const needed = all.length === 0 ? undefined : await firstWhere(all.length, (count) => size(count) <= limit);
  if (needed !== undefined) return all.slice(0, needed);
  throw new RangeError(
    `mask: no more than ${all.length} ${by.of} may go, which leaves ${size(all.length)} ${name}; ` +
      `the budget is ${limit}${name === "bytes" ? "; what a seed stands for has none, see denseBytes" : ""}`,
  );
}
