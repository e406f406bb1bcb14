import { writeFileSync } from "node:fs";
import { createNetwork, encodeNetwork } from "@reciprocal/network";

const layers = [{ kind: "spectral", units: 10, activation: "softmax" }];
writeFileSync("network.rcp", encodeNetwork(createNetwork({ inputShape: 784, layers })));
