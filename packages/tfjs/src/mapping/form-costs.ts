import type { Factor } from "./factor.js";

/** A layer with eigenvalues, as far as its cost goes. */
export interface FormCostParts {
  /** Rows of x. */
  readonly batch: number;
  /** φᵀ, the factor that x meets first coming first. */
  readonly factors: readonly Factor[];
  readonly inputs: number;
  readonly outputs: number;
  /** Whether λ_in needs a gradient; `zero`: it is no part of the layer. */
  readonly lambdaIn: "trained" | "frozen" | "zero";
  readonly isLambdaOutTrained: boolean;
}

/**
 * What a matrix costs that is another one in every step, in multiply-adds per number: the backend rearranges it before
 * it multiplies (115), and forming it and its gradient takes five passes over it (7 each). Measured on wasm at
 * 784×1000, where a multiply-add takes 51 ps.
 */
const renewal = 150;

/**
 * Multiply-adds of a training step in the two forms of a layer, the gradient of its input aside: `formed`, where w is
 * made and multiplied with, and `applied`, z = φ(λ_in ∘ x) − λ_out ∘ (φx), where the factors of φ are applied one after
 * another and φ never exists. With few samples the second is cheaper, with many the first.
 */
export function formCosts(parts: FormCostParts): { formed: number; applied: number } {
  const { batch, factors, inputs, outputs, lambdaIn, isLambdaOutTrained } = parts;
  const [first, ...rest] = factors;
  const isTrained =
    lambdaIn === "trained" || isLambdaOutTrained || factors.some((factor) => factor.isTrained);
  return {
    formed:
      chainCost(inputs, rest, first!.isTrained) +
      renewalCost(rest) +
      inputs * outputs * (batch * (isTrained ? 2 : 1) + renewal),
    applied:
      chainCost(batch, factors, false) +
      renewalCost(factors) +
      (lambdaIn === "zero" ? 0 : chainCost(batch, factors, lambdaIn === "trained")),
  };
}

/** Multiplying `rows` rows by each factor, with the gradients of what is trained. */
function chainCost(rows: number, factors: readonly Factor[], isInputTrained: boolean): number {
  let cost = 0;
  let isTrainedBefore = isInputTrained;
  for (const { kind, value, isTrained } of factors) {
    if (kind === "matrix") {
      const products = 1 + (isTrainedBefore ? 1 : 0) + (isTrained ? 1 : 0);
      cost += value.size * rows * products;
    }
    isTrainedBefore ||= isTrained;
  }
  return cost;
}

/** What it costs that factors are others in every step. */
function renewalCost(factors: readonly Factor[]): number {
  return factors.reduce(
    (cost, { kind, value, isTrained }) => cost + (kind === "matrix" && isTrained ? renewal * value.size : 0),
    0,
  );
}
