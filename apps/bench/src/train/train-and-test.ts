import type { TrainTest } from "@reciprocal/datasets";
import { countParameters, summary, type Network } from "@reciprocal/network";
import { evaluate, type EpochReport } from "@reciprocal/training";
import { fitRun } from "./fit-run.js";
import { runNetwork } from "./run-network.js";
import type { TrainingResult, TrainingRun } from "./training-run.js";

export interface TrainedRun {
  readonly result: TrainingResult;
  /** Before training, and after. */
  readonly initial: Network;
  readonly trained: Network;
}

/**
 * Trains and tests the network of a run.
 *
 * @throws what training throws, for instance if the loss is no longer finite
 */
export async function trainAndTest(
  run: TrainingRun,
  { train, test }: TrainTest,
  onEpoch: (report: EpochReport) => void,
): Promise<TrainedRun> {
  const initial = runNetwork(run, train.features, train.classes);
  const started = performance.now();
  const { network: trained, history, stopped, engine } = await fitRun(run, initial, train, onEpoch);
  const seconds = (performance.now() - started) / 1000;
  const tested = await evaluate(trained, test, { batchSize: run.settings.batchSize });
  const last = history.at(-1);
  if (last?.validationAccuracy === undefined) {
    throw new Error("trainAndTest: training gave no validation accuracy");
  }

  const { trainable: trainedParameters, dense: denseParameters } = summary(initial, { bias: false });
  const result: TrainingResult = {
    trainedParameters,
    denseParameters,
    biases: countParameters(initial) - trainedParameters,
    testAccuracy: tested.accuracy,
    validationAccuracy: last.validationAccuracy,
    testLoss: tested.loss,
    epochs: history.length,
    stopped,
    seconds,
    engine,
    history: history.map((report) => report.validationAccuracy!),
  };
  return { result, initial, trained };
}
