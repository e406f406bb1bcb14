import type { DenseLayer } from "@reciprocal/network";
import { pick, places } from "./kept.js";
import type { PruningKind } from "./pruning-kind.js";

export const dense: PruningKind<DenseLayer> = {
  bake: (layer, kept) => ({ ...layer, kernel: layer.kernel.map((w, i) => (kept[i] ? w : 0)) }),
  renew(layer, grown) {
    const kernel = layer.kernel.slice();
    for (const place of grown) kernel[place] = 0;
    return { ...layer, kernel };
  },
  cut: (layer, kept) => ({ kernel: pick(layer.kernel, places(kept, layer.inputs)) }),
};
