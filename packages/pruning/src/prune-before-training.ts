import { withTrainable } from "@reciprocal/network";
import { byEigenvalue } from "./by-eigenvalue.js";
import { checkOptions } from "./internal/check-options.js";
import { mask } from "./mask.js";
import { type MeasureOptions, type Pruned, type Start } from "./pruned.js";
import type { RankedChoice } from "./ranked-choice.js";
import { shrink } from "./shrink.js";
import { type Train, trainOnce } from "./train.js";

export interface PruneBeforeTrainingOptions extends Omit<RankedChoice, "by">, MeasureOptions {
  /** Default `byEigenvalue()`. */
  readonly by?: RankedChoice["by"];
  /** Trains the eigenvalues of the whole network; nothing else but biases is trainable then. */
  readonly trainEigenvalues: Train;
  /** Trains all that is left. */
  readonly train: Train;
}

/**
 * The pre-training strategy of arXiv:2108.00940: trains the eigenvalues alone, which is cheap and finds the nodes that the
 * task needs; removes the others for real; then trains all that is left, eigenvectors included.
 *
 * @returns the last of four steps: train, mask, shrink, train
 * @throws as `mask`
 */
export async function pruneBeforeTraining(
  start: Start,
  options: PruneBeforeTrainingOptions,
): Promise<Pruned> {
  checkOptions("pruneBeforeTraining", options, [
    "by",
    "amount",
    "layers",
    "keepAtLeast",
    "trainEigenvalues",
    "train",
    "metric",
  ]);
  const { by = byEigenvalue(), trainEigenvalues, train, metric, ...choice } = options;
  const measured = metric && { metric };
  const trained = await trainOnce(
    start,
    (network, stage) => trainEigenvalues(withTrainable(network, "eigenvalues"), stage),
    { step: 1, steps: 2, ...measured },
  );
  const small = await shrink(await mask(trained, { by, ...choice }, measured), measured);
  return trainOnce(small, (network, stage) => train(withTrainable(network, "all"), stage), {
    step: 2,
    steps: 2,
    ...measured,
  });
}
