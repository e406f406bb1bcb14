import { createNetwork } from "@reciprocal/network";
import { bake } from "@reciprocal/pruning";

const layers = [{ kind: "spectral", units: 3 }];
const [layer] = bake(createNetwork({ inputShape: 2, layers })).layers;
console.log(layer.kind);
