import { outputSize, type CheckedSamples, type Loss, type Network } from "@reciprocal/network";

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
  /** The means over the samples of what each output should be, as f sees it. */
  const meansOf = (f: (value: number, output: number) => number): Float64Array => {
    const sums = new Float64Array(outputs);
    for (let sample = 0; sample < count; sample++) {
      for (let output = 0; output < outputs; output++) {
        sums[output]! += f(target(sample, output), output);
      }
    }
    return sums.map((sum) => sum / count);
  };
  const target = (sample: number, output: number): number => {
    if (targets) return targets[sample * outputs + output]!;
    // one output stands for class 1
    return outputs === 1 ? labels![sample]! : Number(labels![sample] === output);
  };
  const means = meansOf((value) => value);
  const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  switch (loss) {
    case "cross-entropy":
      return sumOf(means.map((p) => -pLogP(p)));
    case "binary-cross-entropy":
      return sumOf(means.map((p) => -pLogP(p) - pLogP(1 - p))) / outputs;
    case "mean-squared-error":
      // in two passes, since squares of numbers far from 0 would cancel
      return sumOf(meansOf((value, output) => (value - means[output]!) ** 2)) / outputs;
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
    epochs,
    last,
    onWarning,
  }: {
    readonly network: Network;
    readonly loss: Loss;
    /** Of training, with no weights of their own and nothing added to their loss. */
    readonly samples: CheckedSamples;
    /** How many there were. */
    readonly epochs: number;
    /** The loss of the last. */
    readonly last: number;
    readonly onWarning: ((message: string) => void) | undefined;
  },
): void {
  if (!onWarning) return;
  const guess = guessingLoss(network, loss, samples);
  if (guess === undefined || guess === 0 || last < share * guess) return;
  const [reached, guessed] = [last.toPrecision(3), guess.toPrecision(3)];
  const compared = Number(reached) < Number(guessed) ? "hardly better than" : "no better than";
  onWarning(
    `${where}: after ${epochs} epochs the loss is ${reached}, ${compared} ${guessed}, ` +
      `that of guessing without a look at the inputs. More epochs, inputs of standard deviation 1, a wider network or ` +
      `another learning rate may help`,
  );
}
