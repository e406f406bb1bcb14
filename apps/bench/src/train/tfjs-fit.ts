import type { Dataset } from "@reciprocal/datasets";
import type { Network } from "@reciprocal/network";
import { ConvergenceError, epochOrder } from "@reciprocal/spectral";
import { fromLayersModel, installFastKernels, toLayersModel } from "@reciprocal/tfjs";
import {
  EarlyStopping,
  type EarlyStoppingOptions,
  type EpochReport,
  type FitResult,
} from "@reciprocal/training";
import {
  dispose,
  losses,
  tensor2d,
  train,
  type Scalar,
  type Tensor,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { setImmediate } from "node:timers/promises";
import { gatherOneHot, gatherRows } from "../gather-rows.js";
import { startTfjs } from "../start-tfjs.js";
import { withoutSoftmax } from "../without-softmax.js";

/** What of `fit`'s options the runs of this program use. */
export interface TfjsFitOptions {
  readonly epochs: number;
  readonly batchSize: number;
  /** On the softmax at the network's end. */
  readonly loss: "cross-entropy";
  readonly optimizer: { readonly kind: "adam" | "adamax"; readonly learningRate: number };
  /** Fraction of the samples, the last ones, that is kept for validation. */
  readonly validationSplit: number;
  /** Decides the order of the samples. */
  readonly seed: number;
  /** The last network is kept, whatever was best. */
  readonly earlyStopping?: EarlyStoppingOptions;
  readonly onEpoch: (report: EpochReport) => void;
}

/** Rows of a validation set that are computed at once. */
const validationBatch = 1000;

/**
 * `fit` of `@reciprocal/training`, computed by TensorFlow.js: the same batches in the same order, the same update rule
 * and the same stopping, so that losses agree up to float32 rounding. On WebAssembly it installs the fast kernels of
 * `@reciprocal/tfjs`, which stay.
 *
 * Its `fit` is not used, since that shuffles by `Math.random`.
 *
 * @throws {RangeError} if the split leaves nothing to train on, or nothing to validate with
 * @throws {ConvergenceError} if the loss is no longer finite
 */
export async function tfjsFit(
  network: Network,
  samples: Dataset,
  options: TfjsFitOptions,
): Promise<Omit<FitResult, "networkEpoch">> {
  const { epochs, batchSize, optimizer, validationSplit, seed, earlyStopping, onEpoch } = options;
  const engine = await startTfjs();
  if (engine.name === "tfjs-wasm") installFastKernels();

  const count = samples.count - Math.round(samples.count * validationSplit);
  if (!(0 < count && count < samples.count)) {
    throw new RangeError(
      `tfjsFit: a validationSplit of ${validationSplit} leaves nothing on one side of ${samples.count} samples`,
    );
  }
  const heldOut = Uint32Array.from({ length: samples.count - count }, (_, i) => count + i);
  const validation = tensorsOf(samples, heldOut);
  const model = toLayersModel(withoutSoftmax(network));
  const rule = train[optimizer.kind](optimizer.learningRate);
  try {
    const loss = (labels: Tensor, logits: Tensor): Scalar => losses.softmaxCrossEntropy(labels, logits);
    model.compile({ optimizer: rule, loss, metrics: ["categoricalAccuracy"] });

    const stopping = earlyStopping && new EarlyStopping(earlyStopping);
    const steps = Math.ceil(count / batchSize);
    const history: EpochReport[] = [];
    let stopped: FitResult["stopped"] = "epochs";
    while (history.length < epochs && stopped === "epochs") {
      const epoch = history.length + 1;
      const started = performance.now();
      const order = epochOrder(count, { seed, epoch });
      const batches = Array.from({ length: steps }, (_, step) =>
        order.subarray(step * batchSize, (step + 1) * batchSize),
      );
      const trained = await trainEpoch(model, samples, batches, `epoch ${epoch}`);
      const evaluated = model.evaluate(...validation, { batchSize: validationBatch }) as Scalar[];
      const [validationLoss, validationAccuracy] = evaluated.map((value) => value.dataSync()[0]!) as [
        number,
        number,
      ];
      dispose(evaluated);
      checkLoss(validationLoss, `the end of epoch ${epoch}, on the validation samples`);
      const report = {
        ...{ epoch, epochs, steps, ...trained, validationLoss, validationAccuracy },
        learningRate: optimizer.learningRate,
        seconds: (performance.now() - started) / 1000,
      };
      history.push(report);
      onEpoch(report);
      if (stopping?.observe(report[stopping.monitor]).stop) stopped = "early-stopping";
    }
    const { inputShape, layers } = await fromLayersModel(model);
    const trained = { inputShape, layers: [...layers, network.layers.at(-1)!] };
    return { network: trained, history, stopped, engine };
  } finally {
    rule.dispose();
    model.dispose();
    dispose(validation);
  }
}

/** Trains on every batch once. */
async function trainEpoch(
  model: LayersModel,
  samples: Dataset,
  batches: readonly Uint32Array[],
  where: string,
): Promise<{ loss: number; accuracy: number }> {
  let [count, lossSum, correct] = [0, 0, 0];
  for (const [step, rows] of batches.entries()) {
    await setImmediate(); // lets messages of other processes in
    const batch = tensorsOf(samples, rows);
    const [loss, accuracy] = (await model.trainOnBatch(...batch)) as [number, number];
    dispose(batch);
    checkLoss(loss, `step ${step + 1} of ${where}`);
    count += rows.length;
    lossSum += loss * rows.length;
    correct += accuracy * rows.length;
  }
  return { loss: lossSum / count, accuracy: correct / count };
}

function tensorsOf(samples: Dataset, rows: Uint32Array): [Tensor2D, Tensor2D] {
  return [
    tensor2d(gatherRows(samples, rows), [rows.length, samples.features]),
    tensor2d(gatherOneHot(samples, rows), [rows.length, samples.classes]),
  ];
}

function checkLoss(loss: number, where: string): void {
  if (!Number.isFinite(loss)) throw new ConvergenceError(`tfjsFit: the loss is ${loss} at ${where}`);
}
