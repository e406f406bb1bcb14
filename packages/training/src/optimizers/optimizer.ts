/** Plain or heavy-ball gradient descent: v ← μ v + g, p ← p − η v. */
export interface Sgd {
  readonly kind: "sgd";
  /** η. Default 0.01. */
  readonly learningRate?: number;
  /** μ. Default 0: plain gradient descent. */
  readonly momentum?: number;
}

/** Kingma & Ba 2015, algorithm 1. */
export interface Adam {
  readonly kind: "adam";
  /** η. Default 0.001. */
  readonly learningRate?: number;
  /** Decay of the first moment. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment. Default 0.999. */
  readonly beta2?: number;
  /** Added to the denominator. Default 1e-7. */
  readonly epsilon?: number;
}

/** Adam with decoupled weight decay (Loshchilov & Hutter 2019): p ← p − η δ p before Adam's step. */
export interface AdamW extends Omit<Adam, "kind"> {
  readonly kind: "adamw";
  /** δ, applied to every trained number, biases included. Default 0.01. */
  readonly weightDecay?: number;
}

/** Kingma & Ba 2015, algorithm 2: Adam with the largest decayed gradient in place of the second moment. */
export interface Adamax extends Omit<Adam, "kind"> {
  readonly kind: "adamax";
}

/** Which update rule trains the network, as plain data. */
export type OptimizerOptions = Sgd | Adam | AdamW | Adamax;

/** One moment of training, as an update rule sees it. */
export interface UpdateStep {
  /** 1 at the first update. */
  readonly step: number;
  /** η of this step, after the schedule. */
  readonly learningRate: number;
}

/** An update rule with its settings filled in. */
export interface Optimizer {
  /** η before the schedule. */
  readonly learningRate: number;
  /** How many arrays of state, as long as the parameter, it keeps for each parameter; they start at 0. */
  readonly slots: number;
  /** Changes `values` and `state` in place, in one pass over memory. */
  update(values: Float32Array, gradient: Float32Array, state: readonly Float32Array[], at: UpdateStep): void;
}
