import { add, multiply, negate, subtract, unsqueeze, type Value } from "@reciprocal/graph";
import { applyFactors, formProduct, type Factor } from "./factor.js";

/** A layer w = (λ_in − λ_out) φ in values of the graph, φ as the factors that are stored or trained. */
export interface SpectralParts {
  /** λ_in, length n */
  readonly lambdaIn: Value;
  /** λ_out, length m */
  readonly lambdaOut: Value;
  /** φ = F_p ⋯ F_1, first applied first */
  readonly factors: readonly Factor[];
  readonly bias: Value | undefined;
}

/** Computes something that depends on the data alone once for the whole data set, where memory allows. */
export type Precompute = (value: Value) => Value;

/** w_ij = (λ_in_j − λ_out_i) φ_ij, m×n (arXiv:2106.09021). */
export function formKernel({ lambdaIn, lambdaOut, factors }: SpectralParts): Value {
  return multiply(subtract(lambdaIn, unsqueeze(lambdaOut, [1])), formProduct(factors));
}

/**
 * z = φ(λ_in ∘ x) − λ_out ∘ (φx) + b, factor by factor, without ever forming φ or w: no pass over n·m numbers and
 * no n·m gradient. Where x is the data, φx — or its frozen part, up to the first trained factor — is computed once.
 */
export function appliedMapping(parts: SpectralParts, x: Value, precompute: Precompute): Value {
  const { lambdaIn, lambdaOut, factors, bias } = parts;
  const trained = factors.findIndex((factor) => !factor.frozen);
  const frozen = trained === -1 ? factors : factors.slice(0, trained);
  const rest = factors.slice(frozen.length);

  const project = (y: Value): Value => (frozen.length > 0 ? precompute(applyFactors(frozen, y)) : y);

  const excited = ((): Value | undefined => {
    if (lambdaIn.kind !== "constant") return applyFactors(factors, multiply(x, lambdaIn), bias);
    if (lambdaIn.data.every((value) => value === 0)) return bias;
    // a frozen λ_in leaves nothing to train before `rest`
    const fixed = project(multiply(x, lambdaIn));
    return rest.length > 0 || !bias ? applyFactors(rest, fixed, bias) : add(fixed, bias);
  })();

  const projected = applyFactors(rest, project(x));
  // λ_out is negated rather than subtracted: its gradient is then turned as m numbers, not as batch·m
  const inhibited = multiply(projected, negate(lambdaOut));
  return excited ? add(excited, inhibited) : inhibited;
}
