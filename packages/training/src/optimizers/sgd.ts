import { number, oneOf, options, type OptionTable } from "@reciprocal/guards";
import { byRole, type ByRole, type Filled } from "./by-role.js";
import type { Optimizer } from "./optimizer.js";

/** Plain or heavy-ball gradient descent: v ← μ v + g, p ← p − η v. */
export interface Sgd {
  readonly kind: "sgd";
  /** η, for all numbers or by role. Default 0.01 for all. */
  readonly learningRate?: number | ByRole;
  /** μ. Default 0: plain gradient descent. */
  readonly momentum?: number;
}

const rates: Required<ByRole> = { eigenvalues: 0.01, eigenvectors: 0.01, kernel: 0.01, bias: 0.01 };

export const sgdOptions = options(
  () =>
    ({
      kind: oneOf(["sgd"]),
      learningRate: byRole({ above: 0 }, rates).default(rates),
      momentum: number({ min: 0, below: 1 }).default(0),
    }) satisfies OptionTable<Sgd>,
);

/**
 * Gradient descent with all its settings, for the option `optimizer`; the same as `{ kind: "sgd", … }`.
 *
 * @example
 * import { sgd } from "@reciprocal/training";
 *
 * console.log(sgd({ momentum: 0.9 }));
 * // => {
 * // =>   kind: 'sgd',
 * // =>   learningRate: { eigenvalues: 0.01, eigenvectors: 0.01, kernel: 0.01, bias: 0.01 },
 * // =>   momentum: 0.9
 * // => }
 */
export function sgd(given: Omit<Sgd, "kind"> = {}): Filled<Sgd> {
  return sgdOptions.read("sgd", { kind: "sgd", ...given });
}

/** v ← μ v + g, p ← p − η v */
export function sgdRule({ momentum }: Filled<Sgd>): Optimizer {
  return {
    slots: momentum === 0 ? 0 : 1,
    update(values, gradient, [velocity], { learningRate: rate }) {
      let [even, odd] = [0, 0];
      const last = values.length - (values.length % 2);
      // two numbers a round, which pays for the sums
      if (!velocity) {
        for (let i = 0; i < last; i += 2) {
          const j = i + 1;
          const pi = values[i]! - rate * gradient[i]!;
          const pj = values[j]! - rate * gradient[j]!;
          values[i] = pi;
          values[j] = pj;
          even += Math.fround(pi);
          odd += Math.fround(pj);
        }
        for (let i = last; i < values.length; i++) {
          values[i]! -= rate * gradient[i]!;
          even += values[i]!; // as it was rounded
        }
        return Number.isFinite(even + odd);
      }
      for (let i = 0; i < last; i += 2) {
        const j = i + 1;
        const vi = momentum * velocity[i]! + gradient[i]!;
        const vj = momentum * velocity[j]! + gradient[j]!;
        velocity[i] = vi;
        velocity[j] = vj;
        const pi = values[i]! - rate * vi;
        const pj = values[j]! - rate * vj;
        values[i] = pi;
        values[j] = pj;
        even += Math.fround(vi) + Math.fround(pi);
        odd += Math.fround(vj) + Math.fround(pj);
      }
      for (let i = last; i < values.length; i++) {
        const v = momentum * velocity[i]! + gradient[i]!;
        velocity[i] = v;
        values[i]! -= rate * v;
        even += velocity[i]! + values[i]!;
      }
      return Number.isFinite(even + odd);
    },
  };
}
