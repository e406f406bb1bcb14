import { add, multiply, negate, subtract, unsqueeze, type Value } from "@reciprocal/graph";
import type { ReciprocalLayer } from "@reciprocal/network";
import { applyFactors, formProduct, type Factor } from "./factor.js";
import type { LayerContext, MappingForm, Precompute } from "./form.js";
import { kernelForm } from "./kernel-form.js";

/** A layer w = (λ_in − λ_out) φ in values of the graph, φ as the factors that are stored or trained. */
interface Parts {
  /** λ_in, length n */
  readonly lambdaIn: Value;
  /** λ_out, length m */
  readonly lambdaOut: Value;
  /** φ = F_p ⋯ F_1, first applied first */
  readonly factors: readonly Factor[];
  readonly bias: Value | undefined;
}

/**
 * Every way to compute a layer whose φ is a product: with w formed, or factor by factor. A mask, fixed or dynamic, needs w.
 *
 * @param factors - makes the factors of φ, first applied first
 */
export function factoredForms(
  layer: ReciprocalLayer,
  { group, masked, precompute, name }: LayerContext,
  factors: () => readonly Factor[],
): readonly MappingForm[] {
  const { inputs, outputs, bias } = layer;
  const parts: Parts = {
    bias: bias && group("bias", () => bias, [outputs]),
    lambdaIn: group("lambdaIn", () => layer.lambdaIn, [inputs]),
    lambdaOut: group("lambdaOut", () => layer.lambdaOut, [outputs]),
    factors: factors(),
  };
  const kernel = name(formKernel(parts, name), "kernel");
  const used = masked(kernel);
  const formed = kernelForm("formed", used, parts.bias);
  if (used !== kernel) return [formed];
  return [formed, { name: "applied", build: (x) => applyParts(parts, x, precompute), kernel: () => kernel }];
}

/** w_ij = (λ_in_j − λ_out_i) φ_ij, m×n (arXiv:2106.09021). */
function formKernel({ lambdaIn, lambdaOut, factors }: Parts, name: LayerContext["name"]): Value {
  const product = formProduct(factors);
  const phi = factors.length > 1 ? name(product, "phi") : product;
  return multiply(name(subtract(lambdaIn, unsqueeze(lambdaOut, [1])), "gap"), phi);
}

/**
 * z = φ(λ_in ∘ x) − λ_out ∘ (φx) + b, factor by factor, without ever forming φ or w: no pass over n·m numbers and
 * no n·m gradient. If x is the data, φx — or its frozen part, up to the first trained factor — is computed once.
 */
function applyParts(parts: Parts, x: Value, precompute: Precompute): Value {
  const { lambdaIn, lambdaOut, factors, bias } = parts;
  const trained = factors.findIndex(({ value }) => value.kind !== "constant");
  const frozen = trained === -1 ? factors : factors.slice(0, trained);
  const rest = factors.slice(frozen.length);

  const project = (y: Value): Value => (frozen.length > 0 ? precompute(applyFactors(frozen, y)) : y);

  const excited = ((): Value | undefined => {
    if (lambdaIn.kind !== "constant") return applyFactors(factors, multiply(x, lambdaIn), bias);
    if (lambdaIn.data.every((value: number | bigint) => value === 0)) return bias;
    // a frozen λ_in leaves nothing to train before `rest`
    const fixed = project(multiply(x, lambdaIn));
    return rest.length > 0 || !bias ? applyFactors(rest, fixed, bias) : add(fixed, bias);
  })();

  const projected = applyFactors(rest, project(x));
  // λ_out is negated rather than subtracted: the sign of its gradient is then changed in m numbers, not in batch·m
  const inhibited = multiply(projected, negate(lambdaOut));
  return excited ? add(excited, inhibited) : inhibited;
}
