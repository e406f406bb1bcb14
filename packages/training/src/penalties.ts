import { number, options, type OptionTable } from "@reciprocal/guards";

/** Weights of the penalties on one kind of parameters: l1 Σ|a| + l2 Σ a². */
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
  /** On λ_in and λ_out, if they are trained. */
  readonly eigenvalues?: Penalty;
  /** On φ, s or R, if they are trained. */
  readonly eigenvectors?: Penalty;
}

/** All weights, those that were left out as 0. */
export type PenaltySettings = Readonly<Record<keyof Penalties, Required<Penalty>>>;

const penalty = options(
  () =>
    ({
      l1: number({ min: 0 }).default(0),
      l2: number({ min: 0 }).default(0),
    }) satisfies OptionTable<Penalty>,
);

export const penaltyOptions = options(
  () =>
    ({
      kernels: penalty.rule.default(penalty.defaults),
      eigenvalues: penalty.rule.default(penalty.defaults),
      eigenvectors: penalty.rule.default(penalty.defaults),
    }) satisfies OptionTable<Penalties>,
);
