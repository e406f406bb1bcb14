import { writeFileSync } from "node:fs";
import { createModel, encodeModel } from "@reciprocal/model";
import { createNetwork, encodeNetwork } from "@reciprocal/network";

const layers = [{ kind: "spectral", units: 10, activation: "softmax" }];
writeFileSync("network.rcp", encodeNetwork(createNetwork({ inputShape: 784, layers })));

const network = createNetwork({ inputShape: 1, layers: [{ kind: "dense", units: 1 }] });
const column = { kind: "numbers", name: "celsius", mean: 0, deviation: 1 };
const input = { kind: "table", columns: [column], missing: [""] };
const output = { kind: "number", name: "answer", mean: 0, deviation: 1 };
writeFileSync("model.rcp", encodeModel(createModel({ network, input, output })));
writeFileSync("rows.csv", "celsius\n1\n2\n");
