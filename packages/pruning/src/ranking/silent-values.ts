import { forward } from "@reciprocal/network";
import type { NodeLayer } from "../node-layers.js";

/** What every node of a layer gives once it is cut off: a(b), or 0 for an input. */
export function silentValues({ from, nodes, activations: layers }: NodeLayer): Float64Array {
  if (!from) return new Float64Array(nodes);
  return forward({ inputShape: [nodes], layers }, from.bias ?? new Float64Array(nodes));
}
