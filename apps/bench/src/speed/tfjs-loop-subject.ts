import {
  add,
  dispose,
  losses,
  relu,
  tensor1d,
  tensor2d,
  tidy,
  train,
  variable,
  type Optimizer,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
  type Variable,
} from "@tensorflow/tfjs-core";
import { explicitProduct } from "./explicit-product.js";
import { toTfjsKernel, type DenseValues } from "./layer-values.js";
import { gatherOneHot, gatherRows, type SpeedData } from "./speed-data.js";
import type { SpeedSubject } from "./speed-subject.js";

export interface TfjsLoopOptions {
  learningRate: number;
}

/**
 * Dense training in TensorFlow.js as fast as its public functions allow: gradients that transpose explicitly, a plain
 * loop around `optimizer.minimize`, rows copied in JavaScript (its own gathering is slower), and the cross-entropy
 * of the logits.
 */
export function tfjsLoopSubject(
  values: readonly DenseValues[],
  data: SpeedData,
  { learningRate }: TfjsLoopOptions,
): SpeedSubject {
  let mappings: { kernel: Variable; bias: Variable }[] = [];
  let optimizer: Optimizer | undefined;
  let staged: readonly Int32Array[] = [];

  const disposeAll = () => {
    optimizer?.dispose();
    optimizer = undefined;
    dispose(mappings);
    mappings = [];
  };

  const lossOf = (x: Tensor2D, labels: Tensor2D): Scalar => {
    let signal = x;
    for (const [index, { kernel, bias }] of mappings.entries()) {
      const z = add(explicitProduct(signal, kernel as Tensor2D, index > 0), bias as Tensor1D);
      signal = (index === mappings.length - 1 ? z : relu(z)) as Tensor2D;
    }
    return losses.softmaxCrossEntropy(labels, signal);
  };

  return {
    engine: "tfjs-wasm explicit transposes loop",
    method: "dense",
    prepare: () => {
      disposeAll();
      mappings = values.map((layer) =>
        tidy(() => ({
          kernel: variable(tensor2d(toTfjsKernel(layer), [layer.inputs, layer.outputs])),
          bias: variable(tensor1d(layer.bias)),
        })),
      );
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
        last = optimizer!.minimize(() => lossOf(x, labels), true)!;
        dispose([x, labels]);
      }
      const loss = last!.dataSync()[0]!;
      last!.dispose();
      return Promise.resolve(loss);
    },
    dispose: () => Promise.resolve(disposeAll()),
  };
}
