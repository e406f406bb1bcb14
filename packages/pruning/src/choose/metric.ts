import type { Network } from "@reciprocal/network";
import { show } from "@reciprocal/guards";

/** How good a network is: the larger, the better. Pass −loss if less is better. */
export type Metric = (network: Network) => number | Promise<number>;

/** @throws {RangeError} if the metric does not give a number */
export async function measure(where: string, metric: Metric, network: Network): Promise<number> {
  const value = await metric(network);
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  throw new RangeError(`${where}: metric must give a number, got ${show(value)}`);
}
