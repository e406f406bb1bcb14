import { tidy, train, type Tensor } from "@tensorflow/tfjs-core";
import { layers, sequential, type LayersModel } from "@tensorflow/tfjs-layers";
import { qrDense } from "../kinds/s-qr.js";
import { sparseDense } from "../kinds/dense.js";
import { spectralDense } from "../kinds/spectral.js";
import { svdDense } from "../kinds/s-svd.js";
import { uniform } from "./uniform.js";

interface LayerArguments {
  units: number;
  activation: "relu" | "linear";
  inputShape?: number[];
  seed: number;
}

const makers = {
  spectral: spectralDense,
  "s-svd": svdDense,
  "s-qr": qrDense,
  "s-qr with a mask": (args: LayerArguments) => qrDense({ ...args, sparsity: 0.5 }),
  "dense with a mask": (args: LayerArguments) => sparseDense({ ...args, sparsity: 0.5 }),
  "tf.layers.dense": ({ seed, ...args }: LayerArguments) => {
    const kernelInitializer = { className: "GlorotUniform", config: { seed } };
    return layers.dense({ ...args, kernelInitializer: kernelInitializer as never });
  },
};
export type LayerName = keyof typeof makers;
export const layerNames = Object.keys(makers) as LayerName[];

/** 80–50–10 of two layers of one kind, compiled; the same numbers for a name on every backend. */
export function layersModel(name: LayerName): LayersModel {
  const model = sequential();
  model.add(makers[name]({ units: 50, activation: "relu", inputShape: [80], seed: 1 }));
  model.add(makers[name]({ units: 10, activation: "linear", seed: 2 }));
  const epsilon = 1e-7; // by default webgl has another one, as if it had 16 bits
  model.compile({ optimizer: train.adam(0.01, 0.9, 0.999, epsilon), loss: "meanSquaredError" });
  return model;
}

/** The loss of every batch of a short `model.fit`. */
export async function trainingLosses(model: LayersModel): Promise<number[]> {
  const [x, y] = [uniform([100, 80], 3), uniform([100, 10], 4)];
  const losses: number[] = [];
  await model.fit(x, y, {
    ...{ batchSize: 50, epochs: 5, shuffle: false, verbose: 0 },
    callbacks: { onBatchEnd: (_, logs) => void losses.push(logs!["loss"]!) },
  });
  x.dispose();
  y.dispose();
  return losses;
}

/** Outputs for a few samples. */
export function outputs(model: LayersModel): number[] {
  return tidy(() => Array.from((model.predict(uniform([5, 80], 5)) as Tensor).dataSync()));
}
