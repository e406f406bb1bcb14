import type { Network } from "@reciprocal/network";
import { installFastKernels, removeFastKernels } from "@reciprocal/tfjs";
import { dispose, tensor2d, train, type Tensor2D } from "@tensorflow/tfjs-core";
import type { Sequential } from "@tensorflow/tfjs-layers";
import { gatherOneHot, gatherRows } from "../gather-rows.js";
import type { SpeedData } from "./speed-data.js";
import type { SpeedSubject } from "./speed-subject.js";
import { tfjsLayerNames, tfjsModel, type TfjsLayers } from "./tfjs-model.js";

export interface TfjsFitOptions {
  layers: TfjsLayers;
  learningRate: number;
  /** Whether it runs with the kernels of `installFastKernels`; others stay as they are. Default false. */
  fastKernels?: boolean;
}

/**
 * Training by `model.fit` of TensorFlow.js, as its guides do it: one-hot labels, categorical cross-entropy, Adamax. The
 * rows of all staged batches are already one tensor when timing begins and `fit` keeps their order; nothing is yielded
 * to the event loop in between. All three favor it.
 */
export function tfjsFitSubject(
  network: Network,
  data: SpeedData,
  { layers, learningRate, fastKernels = false }: TfjsFitOptions,
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
    engine: `tfjs-wasm ${fastKernels ? "fast kernels " : ""}${tfjsLayerNames[layers]} fit`,
    method: layers === "spectral" ? "spectral" : "dense",
    prepare: () => {
      disposeAll();
      model = tfjsModel(network, layers);
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
      if (fastKernels) installFastKernels();
      try {
        const { history } = await model!.fit(xs, ys, options);
        return history.loss![0] as number;
      } finally {
        if (fastKernels) removeFastKernels();
      }
    },
    dispose: () => Promise.resolve(disposeAll()),
  };
}
