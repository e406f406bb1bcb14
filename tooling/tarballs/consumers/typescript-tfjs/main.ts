import { adamax, fromLayersModel, spectralDense, toDenseLayersModel } from "@reciprocal/tfjs";
import "@tensorflow/tfjs-backend-cpu";
import { argMax, oneHot, setBackend, tensor2d, type Tensor } from "@tensorflow/tfjs-core";
import { sequential } from "@tensorflow/tfjs-layers";

await setBackend("cpu");
const x = tensor2d([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
const phi = { kind: "normal", deviation: 1 } as const;
const model = sequential({
  layers: [
    spectralDense({ units: 64, inputShape: [2], activation: "tanh", phi, seed: 1 }),
    spectralDense({ units: 2, activation: "softmax", phi, seed: 2 }),
  ],
});
model.compile({ optimizer: adamax({ learningRate: 0.05 }), loss: "categoricalCrossentropy" });
await model.fit(x, oneHot([0, 1, 1, 0], 2), { epochs: 100, shuffle: false, verbose: 0 });

const dense = toDenseLayersModel(await fromLayersModel(model));
const classes: number[] = (argMax(dense.predict(x) as Tensor, 1) as Tensor<never>).arraySync();
console.log(JSON.stringify({ classes, trained: model.countParams(), dense: dense.countParams() }));
