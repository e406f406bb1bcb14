import type { Adamax, Optimizer } from "./optimizer.js";

/** m ← β₁ m + (1 − β₁) g, u ← max(β₂ u, |g|), p ← p − (η / (1 − β₁ᵗ)) m / (u + ε) */
export function adamax({
  learningRate = 0.001,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-7,
}: Omit<Adamax, "kind"> = {}): Optimizer {
  return {
    learningRate,
    slots: 2,
    update(values, gradient, [first, largest], { step, learningRate: rate }) {
      const m = first!;
      const u = largest!;
      const stepSize = rate / (1 - beta1 ** step);
      for (let i = 0; i < values.length; i++) {
        const g = gradient[i]!;
        const mi = beta1 * m[i]! + (1 - beta1) * g;
        const ui = Math.max(beta2 * u[i]!, Math.abs(g));
        m[i] = mi;
        u[i] = ui;
        values[i]! -= (stepSize * mi) / (ui + epsilon);
      }
    },
  };
}
