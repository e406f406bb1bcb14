import { checkOptions } from "./internal/check-options.js";
import { absolute, add, reduceSum, scalar, scale, square, type Value } from "@reciprocal/graph";
import type { LoweredMapping } from "@reciprocal/onnx";

/** Weights of the penalties on one kind of numbers: l1 Σ|a| + l2 Σ a². */
export interface Penalty {
  /** Default 0. */
  readonly l1?: number;
  /** Default 0. */
  readonly l2?: number;
}

/** Penalties added to the loss of every batch. */
export interface Penalties {
  /**
   * On the weights w of every layer, whatever they are made of, as the layer uses them: what a dynamic mask hides adds
   * nothing and is not drawn to 0.
   */
  readonly kernels?: Penalty;
  /** On λ_in and λ_out, where they are trained. */
  readonly eigenvalues?: Penalty;
  /** On φ, s or R, where they are trained. */
  readonly eigenvectors?: Penalty;
}

/** All weights, those that were left out as 0. */
export type PenaltySettings = Readonly<Record<keyof Penalties, Required<Penalty>>>;

/** @throws {RangeError | TypeError} for a weight that is negative or not finite, or a name that is not known */
export function penaltySettings(penalties: Penalties): PenaltySettings {
  checkOptions("penalties", penalties, ["kernels", "eigenvalues", "eigenvectors"]);
  const weights = (name: keyof Penalties): Required<Penalty> => {
    checkOptions(`penalties: ${name}`, penalties[name] ?? {}, ["l1", "l2"]);
    const { l1 = 0, l2 = 0 } = penalties[name] ?? {};
    if (l1 >= 0 && l2 >= 0 && Number.isFinite(l1 + l2)) return { l1, l2 };
    throw new RangeError(`penalties: ${name} needs finite l1 and l2 from 0, got l1 ${l1} and l2 ${l2}`);
  };
  return {
    kernels: weights("kernels"),
    eigenvalues: weights("eigenvalues"),
    eigenvectors: weights("eigenvectors"),
  };
}

/** The sum of all penalties, a scalar; undefined where there are none. */
export function penaltySum(penalties: Penalties, mappings: readonly LoweredMapping[]): Value | undefined {
  const { kernels, eigenvalues, eigenvectors } = penaltySettings(penalties);
  const terms: Value[] = [];
  const penalise = ({ l1, l2 }: Required<Penalty>, values: () => readonly Value[]): void => {
    if (l1 === 0 && l2 === 0) return;
    for (const value of values()) {
      if (l1 > 0) terms.push(scale(reduceSum(absolute(value)), l1));
      if (l2 > 0) terms.push(scale(reduceSum(square(value)), l2));
    }
  };
  const named = (...names: readonly string[]) =>
    mappings.flatMap(({ parameters }) =>
      parameters.filter(({ name }) => names.includes(name)).map((p) => p.input),
    );

  penalise(kernels, () => mappings.map((mapping) => mapping.kernel()));
  penalise(eigenvalues, () => named("lambdaIn", "lambdaOut"));
  penalise(eigenvectors, () => named("phi", "s", "R"));
  return terms.length > 0 ? terms.reduce((sum, term) => add(sum, term), scalar(0)) : undefined;
}
