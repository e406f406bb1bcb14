import { outputSize, type CheckedSamples, type Loss, type Network } from "@reciprocal/network";
import type { EpochReport } from "./epoch-report.js";

/** A loss above this share of that of guessing has not moved. */
const share = 0.98;

/**
 * The loss of the best answer that does not look at the inputs: for classes the entropy of how frequent each is, for
 * numbers their variance. Undefined for losses of which it is not as simple.
 */
export function guessingLoss(
  network: Network,
  loss: Loss,
  { count, labels, targets }: CheckedSamples,
): number | undefined {
  const outputs = outputSize(network);
  const means = new Float64Array(outputs);
  const squares = new Float64Array(outputs);
  const add = (output: number, value: number) => {
    means[output]! += value / count;
    squares[output]! += value ** 2 / count;
  };
  if (targets) targets.forEach((value, i) => add(i % outputs, value));
  // one output stands for class 1
  else labels!.forEach((label) => (outputs === 1 ? add(0, label) : add(label, 1)));
  const mean = (f: (output: number) => number) => means.reduce((sum, _, i) => sum + f(i), 0) / outputs;
  switch (loss) {
    case "cross-entropy":
      return outputs * mean((i) => -pLogP(means[i]!));
    case "binary-cross-entropy":
      return mean((i) => -pLogP(means[i]!) - pLogP(1 - means[i]!));
    case "mean-squared-error":
      return mean((i) => squares[i]! - means[i]! ** 2);
    default:
      return undefined;
  }
}

/** p ln p */
const pLogP = (p: number): number => (p > 0 ? p * Math.log(p) : 0);

/** Warns if a training has ended with a loss that a network which ignores its inputs would have. */
export function warnOfGuessing(
  where: string,
  {
    network,
    loss,
    samples,
    last,
    onWarning,
  }: {
    readonly network: Network;
    readonly loss: Loss;
    /** Of training, with no weights of their own and nothing added to their loss. */
    readonly samples: CheckedSamples;
    readonly last: EpochReport;
    readonly onWarning: ((message: string) => void) | undefined;
  },
): void {
  if (!onWarning) return;
  const guess = guessingLoss(network, loss, samples);
  if (guess === undefined || guess === 0 || last.loss < share * guess) return;
  const [reached, guessed] = [last.loss.toPrecision(3), guess.toPrecision(3)];
  const compared = Number(reached) < Number(guessed) ? "hardly better than" : "no better than";
  onWarning(
    `${where}: after ${last.epoch} epochs the loss is ${reached}, ${compared} ${guessed}, ` +
      `that of guessing without a look at the inputs. More epochs, inputs of standard deviation 1, a wider network or ` +
      `another learning rate may help`,
  );
}
