import type { Network } from "@reciprocal/network";
import {
  dispose,
  losses,
  tensor2d,
  train,
  type Optimizer,
  type Scalar,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import type { Sequential } from "@tensorflow/tfjs-layers";
import { gatherOneHot, gatherRows } from "../gather-rows.js";
import { withoutSoftmax } from "../without-softmax.js";
import type { SpeedData } from "./speed-data.js";
import type { SpeedSubject } from "./speed-subject.js";
import { tfjsLayerNames, tfjsModel, type TfjsLayers } from "./tfjs-model.js";

export interface TfjsLoopOptions {
  layers: TfjsLayers;
  learningRate: number;
}

/**
 * Training in TensorFlow.js with less around the layers than `fit` has: a plain loop around `optimizer.minimize`, rows
 * copied in JavaScript (its own gathering is slower), and the cross-entropy of the logits.
 */
export function tfjsLoopSubject(
  network: Network,
  data: SpeedData,
  { layers, learningRate }: TfjsLoopOptions,
): SpeedSubject {
  let model: Sequential | undefined;
  let optimizer: Optimizer | undefined;
  let staged: readonly Int32Array[] = [];

  const disposeAll = () => {
    optimizer?.dispose();
    model?.dispose();
    optimizer = model = undefined;
  };

  return {
    engine: `tfjs-wasm ${tfjsLayerNames[layers]} loop`,
    method: layers === "spectral" ? "spectral" : "dense",
    prepare: () => {
      disposeAll();
      model = tfjsModel(withoutSoftmax(network), layers);
      optimizer = train.adamax(learningRate);
      return Promise.resolve();
    },
    stage: (batches) => {
      staged = batches;
      return Promise.resolve();
    },
    steps: () => {
      let last: Scalar | undefined;
      for (const rows of staged) {
        last?.dispose();
        const x = tensor2d(gatherRows(data, rows), [rows.length, data.features]);
        const labels = tensor2d(gatherOneHot(data, rows), [rows.length, data.classes]);
        const lossOf = (): Scalar => losses.softmaxCrossEntropy(labels, model!.apply(x) as Tensor2D);
        last = optimizer!.minimize(lossOf, true)!;
        dispose([x, labels]);
      }
      const loss = last!.dataSync()[0]!;
      last!.dispose();
      return Promise.resolve(loss);
    },
    dispose: () => Promise.resolve(disposeAll()),
  };
}
