import type { ParameterName } from "@reciprocal/network";

/** What an optimizer remembers between two steps; immutable. */
export interface OptimizerState {
  /** Updates so far. */
  readonly steps: number;
  /** In the order of the layers; a trained group on which the loss does not depend is not among them. */
  readonly groups: readonly OptimizerGroup[];
}

/** The state of one trained group of numbers. */
export interface OptimizerGroup {
  /** Place in `network.layers`, from 0. */
  readonly layer: number;
  /** What the group is called in its layer, such as `lambdaIn`. */
  readonly name: ParameterName;
  /**
   * Arrays as long as the group, numbers in its order. sgd: the velocity, none without momentum; adam and adamw: m
   * and v; adamax: m and u.
   */
  readonly slots: readonly Float32Array[];
}
