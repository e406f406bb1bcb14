import type { AdamW, Optimizer } from "./optimizer.js";

/**
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², p ← p − η (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε),
 * after p ← p − η δ p where the weight decay δ is not 0 (AdamW).
 */
export function adam({
  learningRate,
  beta1,
  beta2,
  epsilon,
  weightDecay,
}: Omit<Required<AdamW>, "kind">): Optimizer {
  return {
    learningRate,
    slots: 2,
    update(values, gradient, [first, second], { step, learningRate: rate }) {
      const m = first!;
      const v = second!;
      const stepSize = rate / (1 - beta1 ** step);
      const correction = 1 / (1 - beta2 ** step);
      const kept = 1 - rate * weightDecay;
      for (let i = 0; i < values.length; i++) {
        const g = gradient[i]!;
        const mi = beta1 * m[i]! + (1 - beta1) * g;
        const vi = beta2 * v[i]! + (1 - beta2) * g * g;
        m[i] = mi;
        v[i] = vi;
        values[i] = kept * values[i]! - (stepSize * mi) / (Math.sqrt(vi * correction) + epsilon);
      }
    },
  };
}
