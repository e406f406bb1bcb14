import type { Optimizer, Sgd } from "./optimizer.js";

/** v ← μ v + g, p ← p − η v */
export function sgd({ learningRate, momentum }: Required<Sgd>): Optimizer {
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
