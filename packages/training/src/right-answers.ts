import { findNaN } from "@reciprocal/guards";
import {
  ConvergenceError,
  lastActivation,
  outputSize,
  type CheckedSamples,
  type Loss,
  type Network,
  type Samples,
} from "@reciprocal/network";

/**
 * What makes an answer right: its largest output is that of the class; its one output is on the side of 1/2 on which the
 * class is; or each of its outputs is on the side of 1/2 on which its target is, and counts by itself.
 */
type Judgment = "class" | "side" | "sides";

/** Says how many answers to samples are right, where that has a sense. */
export class RightAnswers {
  readonly #network: Network;
  readonly #loss: Loss;
  readonly #outputs: number;

  constructor(network: Network, loss: Loss) {
    this.#network = network;
    this.#loss = loss;
    this.#outputs = outputSize(network);
  }

  /** Whether answers to such samples are right or wrong, and not just near or far. */
  areDefinedFor(samples: Pick<Samples, "labels">): boolean {
    return this.#judgment(samples) !== undefined;
  }

  /**
   * How many of a batch are right; undefined where that has no sense. Of several answers that do not exclude each other,
   * each counts one part.
   *
   * @param scores - the logits if the network ends with a softmax or a sigmoid, else the outputs; infinite ones are the
   * largest or the smallest there are, and of equal ones the first counts
   * @param chosen - which samples the batch holds
   * @throws {ConvergenceError} for a score that is NaN, which is neither more nor less than anything
   */
  count(scores: Float32Array, samples: CheckedSamples, chosen: ArrayLike<number>): number | undefined {
    const outputs = this.#outputs;
    const judgment = this.#judgment(samples);
    if (judgment === undefined) return undefined;
    const wrong = findNaN(scores);
    if (wrong !== -1) {
      const at = `output ${wrong % outputs} of sample ${chosen[Math.floor(wrong / outputs)]}`;
      throw new ConvergenceError(`${at} is NaN, so no answer is right or wrong`);
    }
    const { labels, targets } = samples;
    let right = 0;
    if (judgment === "class") {
      for (let i = 0; i < chosen.length; i++) {
        const sample = chosen[i]!;
        const found = largest(scores, i * outputs, outputs);
        if (found === (labels ? labels[sample]! : largest(targets!, sample * outputs, outputs))) right++;
      }
      return right;
    }
    const half = lastActivation(this.#network) === "sigmoid" ? 0 : 0.5; // what enters a sigmoid is 0 where it gives a half
    for (let i = 0; i < chosen.length; i++) {
      for (let j = 0; j < outputs; j++) {
        const needed = judgment === "side" ? labels![chosen[i]!]! : targets![chosen[i]! * outputs + j]!;
        if (scores[i * outputs + j]! >= half === needed >= 0.5) right++;
      }
    }
    return right / outputs;
  }

  #judgment({ labels }: Pick<Samples, "labels"> | CheckedSamples): Judgment | undefined {
    if (labels) return this.#outputs === 1 ? "side" : "class";
    if (this.#loss === "binary-cross-entropy") return "sides";
    return lastActivation(this.#network) === "softmax" && this.#outputs > 1 ? "class" : undefined;
  }
}

/** Index of the largest of `length` numbers from `start` on, counted from there. */
function largest(values: ArrayLike<number>, start: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) if (values[start + i]! > values[start + best]!) best = i;
  return best;
}
