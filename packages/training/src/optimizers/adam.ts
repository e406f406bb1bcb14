import { oneOf, options, type OptionTable, type Rule, ruleOf } from "@reciprocal/guards";
import { byRole, type ByRole, type Filled } from "./by-role.js";
import { momentTable, type MomentOptions } from "./moments.js";
import type { Optimizer } from "./optimizer.js";

/** Kingma & Ba 2015, algorithm 1. */
export interface Adam extends MomentOptions {
  readonly kind: "adam";
}

/** Adam with decoupled weight decay (Loshchilov & Hutter 2019): p ← p − η δ p before Adam's step. */
export interface AdamW extends MomentOptions {
  readonly kind: "adamw";
  /**
   * δ: a number is that of kernels and of what φ is made of, and leaves eigenvalues and biases alone; an object says it
   * for each role. Default 0.01.
   */
  readonly weightDecay?: number | ByRole;
}

export const adamOptions = options(
  () => ({ kind: oneOf(["adam"]), ...momentTable() }) satisfies OptionTable<Adam>,
);

/** A number is that of the weights alone. */
function decay(): Rule<Required<ByRole>> {
  const { needed, read } = byRole({ min: 0 }, decayOf(0));
  return ruleOf(needed, (where, name, value) => {
    const given = read(where, name, value);
    return typeof given === "number" ? decayOf(given) : given;
  });
}

const decayOf = (weights: number): Required<ByRole> => ({
  eigenvalues: 0,
  eigenvectors: weights,
  kernel: weights,
  bias: 0,
});

export const adamWOptions = options(
  () =>
    ({
      kind: oneOf(["adamw"]),
      ...momentTable(),
      weightDecay: decay().default(decayOf(0.01)),
    }) satisfies OptionTable<AdamW>,
);

/** Adam with all its settings, for the option `optimizer`; the same as `{ kind: "adam", … }`. */
export function adam(given: Omit<Adam, "kind"> = {}): Filled<Adam> {
  return adamOptions.read("adam", { kind: "adam", ...given });
}

/**
 * Adam with weight decay, with all its settings, for the option `optimizer`; the same as `{ kind: "adamw", … }`.
 *
 * @example
 * import { adamW } from "@reciprocal/training";
 *
 * console.log(adamW({ learningRate: 0.01 }).weightDecay);
 * // => { eigenvalues: 0, eigenvectors: 0.01, kernel: 0.01, bias: 0 }
 */
export function adamW(given: Omit<AdamW, "kind"> = {}): Filled<AdamW> {
  return adamWOptions.read("adamW", { kind: "adamw", ...given });
}

/**
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², p ← p − η (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε),
 * after p ← p − η δ p with the weight decay δ of AdamW, which is 0 in Adam.
 */
export function adamRule({
  beta1,
  beta2,
  epsilon,
}: Pick<Filled<Adam>, "beta1" | "beta2" | "epsilon">): Optimizer {
  return {
    slots: 2,
    update(values, gradient, [first, second], { step, learningRate: rate, weightDecay }) {
      const m = first!;
      const v = second!;
      const stepSize = rate / (1 - beta1 ** step);
      const correction = 1 / (1 - beta2 ** step);
      const kept = 1 - rate * weightDecay;
      const [fresh1, fresh2] = [1 - beta1, 1 - beta2];
      let [moments, numbers] = [0, 0];
      const last = values.length - (values.length % 2);
      // two numbers a round, which pays for the sums
      for (let i = 0; i < last; i += 2) {
        const j = i + 1;
        const gi = gradient[i]!;
        const gj = gradient[j]!;
        const mi = beta1 * m[i]! + fresh1 * gi;
        const mj = beta1 * m[j]! + fresh1 * gj;
        const vi = beta2 * v[i]! + fresh2 * gi * gi;
        const vj = beta2 * v[j]! + fresh2 * gj * gj;
        m[i] = mi;
        m[j] = mj;
        v[i] = vi;
        v[j] = vj;
        const pi = kept * values[i]! - (stepSize * mi) / (Math.sqrt(vi * correction) + epsilon);
        const pj = kept * values[j]! - (stepSize * mj) / (Math.sqrt(vj * correction) + epsilon);
        values[i] = pi;
        values[j] = pj;
        moments += Math.fround(vi) + Math.fround(vj);
        numbers += Math.fround(pi) + Math.fround(pj);
      }
      for (let i = last; i < values.length; i++) {
        const g = gradient[i]!;
        const mi = beta1 * m[i]! + fresh1 * g;
        const vi = beta2 * v[i]! + fresh2 * g * g;
        m[i] = mi;
        v[i] = vi;
        values[i] = kept * values[i]! - (stepSize * mi) / (Math.sqrt(vi * correction) + epsilon);
        moments += v[i]!;
        numbers += values[i]!;
      }
      return Number.isFinite(moments + numbers);
    },
  };
}
