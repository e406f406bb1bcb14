import { callback, options, type OptionTable } from "@reciprocal/guards";
import { parameters, type Network, withTrainable } from "@reciprocal/network";
import { commonRules, rankingRule } from "../choose/ranked-choice.js";
import { byEigenvalue } from "../ranking/by-eigenvalue.js";
import { shrink } from "../shrink.js";
import { amountOrDropRule, maskBy, type ScheduledChoice } from "./amount-or-drop.js";
import { type Train, trainOnce } from "./train.js";

/** Options of `pruneBeforeTraining`. */
export interface PruneBeforeTrainingOptions extends Omit<ScheduledChoice, "by"> {
  /** Default `byEigenvalue()`. */
  readonly by?: ScheduledChoice["by"];
  /** Trains the eigenvalues of the whole network: kernels, φ, s and R are frozen, all else trains as it did. */
  readonly trainEigenvalues: Train;
  /** Trains all that is left, with kernels, φ, s and R trainable. A frozen λ_in, of one set of eigenvalues, stays so. */
  readonly train: Train;
}

const table = options(
  () =>
    ({
      ...commonRules(),
      by: rankingRule().default(byEigenvalue()),
      amount: amountOrDropRule(),
      trainEigenvalues: callback<Train>(),
      train: callback<Train>(),
    }) satisfies OptionTable<PruneBeforeTrainingOptions>,
);

/**
 * The pre-training strategy of arXiv:2108.00940: trains the eigenvalues alone, which is cheap and finds the nodes that the
 * task needs; removes the others for real; then trains all that is left, eigenvectors included.
 *
 * @param network - with eigenvalues; not modified
 * @returns the network after four steps: train, mask, shrink, train
 * @throws as `mask` and `maskWithinDrop`
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork, type Network } from "@reciprocal/network";
 * import { networkSize, pruneBeforeTraining } from "@reciprocal/pruning";
 * import { fit } from "@reciprocal/training";
 *
 * const { train: samples } = digits({ train: 200, test: 1 });
 * const train = async (network: Network) => (await fit(network, samples, { epochs: 1 })).network;
 * const ends = { kind: "spectral", units: 10, activation: "softmax" } as const;
 * const layers = [{ kind: "spectral", units: 50, activation: "relu" }, ends] as const;
 * const network = createNetwork({ inputShape: 784, layers });
 * const choice = { amount: { percentile: 40 }, trainEigenvalues: train, train };
 * console.log(networkSize(await pruneBeforeTraining(network, choice)).hiddenNodes);
 * // => 30
 */
export async function pruneBeforeTraining(
  network: Network,
  given: PruneBeforeTrainingOptions,
): Promise<Network> {
  const { trainEigenvalues, train, ...choice } = table.read("pruneBeforeTraining", given);
  const trained = await trainOnce(
    network,
    (start, stage) => trainEigenvalues(withEigenvectors(start, false), stage),
    { step: 1, steps: 2 },
  );
  const small = shrink(await maskBy(trained, choice));
  return trainOnce(small, (start, stage) => train(withEigenvectors(start, true), stage), {
    step: 2,
    steps: 2,
  });
}

/** The network with kernels, φ, s and R frozen or trainable; eigenvalues and biases as they were. */
function withEigenvectors(network: Network, trains: boolean): Network {
  const names = parameters(network).flatMap(({ role, name }) =>
    role === "eigenvectors" || role === "kernel" ? [name] : [],
  );
  return withTrainable(network, Object.fromEntries(names.map((name) => [name, trains])));
}
