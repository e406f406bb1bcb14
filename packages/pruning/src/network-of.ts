import type { Network } from "@reciprocal/network";
import { show } from "./internal/show.js";
import type { Start } from "./pruned.js";

/**
 * The network in either: itself, or that of a result, as `undo` may give back.
 *
 * @param where - the function that errors name
 * @throws {TypeError} for what is neither
 */
export function networkOf(start: Start, where = "networkOf"): Network {
  if (typeof start === "object" && start !== null) {
    if ("network" in start) return start.network;
    if ("layers" in start && Array.isArray(start.layers)) return start;
  }
  throw new TypeError(`${where}: needs a network or what a verb made of one, got ${show(start)}`);
}
