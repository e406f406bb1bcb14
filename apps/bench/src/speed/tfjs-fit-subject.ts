import { dispose, tensor1d, tensor2d, train, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import { layers, sequential, type Sequential } from "@tensorflow/tfjs-layers";
import { ExplicitDense } from "./explicit-dense.js";
import { toTfjsKernel, type DenseValues } from "./layer-values.js";
import { gatherOneHot, gatherRows, type SpeedData } from "./speed-data.js";
import type { SpeedSubject } from "./speed-subject.js";

export interface TfjsFitOptions {
  /** Stock dense layers, or those whose gradients transpose explicitly. */
  transposes: "stock" | "explicit";
  learningRate: number;
}

/**
 * Dense training by `model.fit` of TensorFlow.js, as its guides do it: one-hot labels, categorical cross-entropy,
 * Adamax. The rows of all staged batches are already one tensor when timing begins and `fit` keeps their order;
 * nothing is yielded to the event loop in between. All three favour it.
 */
export function tfjsFitSubject(
  values: readonly DenseValues[],
  data: SpeedData,
  { transposes, learningRate }: TfjsFitOptions,
): SpeedSubject {
  let model: Sequential | undefined;
  let rows: { xs: Tensor2D; ys: Tensor2D; batchSize: number } | undefined;

  const disposeAll = () => {
    model?.optimizer.dispose();
    model?.dispose();
    dispose(rows ? [rows.xs, rows.ys] : []);
    model = rows = undefined;
  };

  return {
    engine: transposes === "stock" ? "tfjs-wasm fit" : "tfjs-wasm explicit transposes fit",
    method: "dense",
    prepare: () => {
      disposeAll();
      model = sequential();
      for (const [index, { inputs, outputs }] of values.entries()) {
        const activation = index === values.length - 1 ? "softmax" : "relu";
        const first = index === 0 ? { inputShape: [inputs] } : {};
        const options = { units: outputs, activation, ...first } as const;
        model.add(transposes === "stock" ? layers.dense(options) : new ExplicitDense(options));
      }
      const weights: Tensor[] = values.flatMap((layer) => [
        tensor2d(toTfjsKernel(layer), [layer.inputs, layer.outputs]),
        tensor1d(layer.bias),
      ]);
      model.setWeights(weights);
      dispose(weights);
      model.compile({ optimizer: train.adamax(learningRate), loss: "categoricalCrossentropy" });
      return Promise.resolve();
    },
    stage: (batches) => {
      dispose(rows ? [rows.xs, rows.ys] : []);
      const all = Int32Array.from(batches.flatMap((batch) => [...batch]));
      rows = {
        xs: tensor2d(gatherRows(data, all), [all.length, data.features]),
        ys: tensor2d(gatherOneHot(data, all), [all.length, data.classes]),
        batchSize: batches[0]!.length,
      };
      return Promise.resolve();
    },
    steps: async () => {
      const { xs, ys, batchSize } = rows!;
      const options = { batchSize, epochs: 1, shuffle: false, verbose: 0, yieldEvery: "never" } as const;
      const { history } = await model!.fit(xs, ys, options);
      return history.loss![0] as number;
    },
    dispose: () => Promise.resolve(disposeAll()),
  };
}
