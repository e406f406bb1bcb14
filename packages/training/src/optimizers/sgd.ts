import { number, oneOf, options, type OptionTable } from "@reciprocal/guards";
import type { Optimizer } from "./optimizer.js";

/** Plain or heavy-ball gradient descent: v ← μ v + g, p ← p − η v. */
export interface Sgd {
  readonly kind: "sgd";
  /** η. Default 0.01. */
  readonly learningRate?: number;
  /** μ. Default 0: plain gradient descent. */
  readonly momentum?: number;
}

export const sgdOptions = options(
  () =>
    ({
      kind: oneOf(["sgd"]),
      learningRate: number({ above: 0 }).default(0.01),
      momentum: number({ min: 0, below: 1 }).default(0),
    }) satisfies OptionTable<Sgd>,
);

/** Gradient descent with all its settings, for the option `optimizer`; the same as `{ kind: "sgd", … }`. */
export function sgd(given: Omit<Sgd, "kind"> = {}): Required<Sgd> {
  return sgdOptions.read("sgd", { kind: "sgd", ...given });
}

/** v ← μ v + g, p ← p − η v */
export function sgdRule({ learningRate, momentum }: Required<Sgd>): Optimizer {
  return {
    learningRate,
    slots: momentum === 0 ? 0 : 1,
    update(values, gradient, [velocity], { learningRate: rate }) {
      if (!velocity) {
        for (let i = 0; i < values.length; i++) values[i]! -= rate * gradient[i]!;
        return;
      }
      for (let i = 0; i < values.length; i++) {
        const v = momentum * velocity[i]! + gradient[i]!;
        velocity[i] = v;
        values[i]! -= rate * v;
      }
    },
  };
}
