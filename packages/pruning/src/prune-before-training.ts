import { parameters, type Network, withTrainable } from "@reciprocal/network";
import { byEigenvalue } from "./by-eigenvalue.js";
import { checkFunction, checkOptions } from "./internal/check-options.js";
import { checkRankedChoice } from "./internal/check-ranked-choice.js";
import { mask } from "./mask.js";
import { type MeasureOptions, type Pruned, type Start } from "./pruned.js";
import type { RankedChoice } from "./ranked-choice.js";
import { shrink } from "./shrink.js";
import { type Train, trainOnce } from "./train.js";

export interface PruneBeforeTrainingOptions extends Omit<RankedChoice, "by">, MeasureOptions {
  /** Default `byEigenvalue()`. */
  readonly by?: RankedChoice["by"];
  /** Trains the eigenvalues of the whole network: kernels, φ, s and R are frozen, all else trains as it did. */
  readonly trainEigenvalues: Train;
  /** Trains all that is left, with kernels, φ, s and R trainable. A frozen λ_in, of one set of eigenvalues, stays so. */
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
  checkRankedChoice("pruneBeforeTraining", { by, ...choice, ...measured });
  checkFunction("pruneBeforeTraining", "trainEigenvalues", trainEigenvalues);
  checkFunction("pruneBeforeTraining", "train", train);
  const trained = await trainOnce(
    start,
    (network, stage) => trainEigenvalues(withEigenvectors(network, false), stage),
    { step: 1, steps: 2, ...measured },
  );
  const small = await shrink(await mask(trained, { by, ...choice }, measured), measured);
  return trainOnce(small, (network, stage) => train(withEigenvectors(network, true), stage), {
    step: 2,
    steps: 2,
    ...measured,
  });
}

/** The network with kernels, φ, s and R frozen or trainable; eigenvalues and biases as they were. */
function withEigenvectors(network: Network, trains: boolean): Network {
  const names = parameters(network).flatMap(({ role, name }) => (role === "eigenvectors" ? [name] : []));
  return withTrainable(network, Object.fromEntries(names.map((name) => [name, trains])));
}
