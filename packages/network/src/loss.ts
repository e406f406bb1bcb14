import type { Activation } from "./activation.js";
import { outputSize } from "./layer-shapes.js";
import type { Network } from "./network.js";

/** Every loss. */
export const losses = ["cross-entropy", "binary-cross-entropy", "mean-squared-error", "huber"] as const;

/**
 * What training makes small, with y what the network gives, t what it should give and p = y:
 *
 * - `cross-entropy`: −Σ t ln p over the classes, for networks that end with a softmax;
 * - `binary-cross-entropy`: −t ln p − (1 − t) ln(1 − p), for networks that end with a sigmoid: one output for two classes,
 *   or one for each of several answers that do not exclude each other; targets from 0 to 1;
 * - `mean-squared-error`: (y − t)²;
 * - `huber`: (y − t)² / 2 up to a difference of 1, |y − t| − 1/2 beyond: numbers with outliers. Where another difference
 *   than 1 is large, scale the targets.
 *
 * All but the first are means over the outputs, and all are means over the samples, see `weights` of samples.
 */
export type Loss = (typeof losses)[number];

/**
 * What the last layer of a network is, `linear` if that is no activation.
 *
 * @param network - or anything with `layers`
 *
 * @example
 * import { createNetwork, lastActivation } from "@reciprocal/network";
 *
 * const layers = [{ kind: "dense", units: 10, activation: "softmax" }] as const;
 * console.log(lastActivation(createNetwork({ inputShape: 784, layers })));
 * // => softmax
 */
export function lastActivation({ layers }: Pick<Network, "layers">): Activation {
  const last = layers.at(-1);
  return last?.kind === "activation" ? last.activation : "linear";
}

/**
 * The loss that fits the end of a network: cross-entropy after a softmax, binary-cross-entropy after a sigmoid, else
 * mean-squared-error, for targets. Labels ask for one of the first two. A `given` loss is taken instead, if it fits.
 *
 * @param where - the name of the caller, with which errors begin
 * @param network - whose end decides
 * @param samples - the loss that was asked for, if any, and whether the samples have labels
 * @throws {TypeError} if there is none that fits, or the given one does not
 *
 * @example
 * import { chooseLoss, createNetwork } from "@reciprocal/network";
 *
 * const layers = [{ kind: "dense", units: 10, activation: "softmax" }] as const;
 * console.log(chooseLoss("train", createNetwork({ inputShape: 784, layers }), { isLabeled: true }));
 * // => cross-entropy
 */
export function chooseLoss(
  where: string,
  network: Network,
  { given, isLabeled }: { readonly given?: Loss | undefined; readonly isLabeled: boolean },
): Loss {
  if (network.layers.length === 0) throw new TypeError(`${where}: the network has no layers`);
  const last = lastActivation(network);
  const loss = given ?? naturalLoss(last);
  if (given === undefined && loss === "mean-squared-error" && isLabeled) {
    throw new TypeError(
      `${where}: labels need a network whose last layer is a softmax (cross-entropy) or a sigmoid ` +
        `(binary-cross-entropy), got ${last}; or name another loss, such as mean-squared-error`,
    );
  }
  if (loss === "cross-entropy" && last !== "softmax") {
    throw new TypeError(
      `${where}: the loss cross-entropy needs a network whose last layer is a softmax, got ${last}; for numbers, take ` +
        "mean-squared-error",
    );
  }
  if (loss === "cross-entropy" && outputSize(network) === 1) {
    throw new TypeError(
      `${where}: the loss cross-entropy needs a softmax of two outputs or more, since that of one is always 1; for two ` +
        "classes by one output, end with a sigmoid (binary-cross-entropy)",
    );
  }
  if (loss === "binary-cross-entropy" && last !== "sigmoid") {
    throw new TypeError(
      `${where}: the loss binary-cross-entropy needs a network whose last layer is a sigmoid, got ${last}`,
    );
  }
  return loss;
}

function naturalLoss(last: Activation): Loss {
  if (last === "softmax") return "cross-entropy";
  return last === "sigmoid" ? "binary-cross-entropy" : "mean-squared-error";
}
