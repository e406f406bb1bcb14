/** One moment of training, as an update rule sees it. */
export interface UpdateStep {
  /** 1 at the first update. */
  readonly step: number;
  /** η of this group in this step, after the schedule. */
  readonly learningRate: number;
  /** δ of this group. */
  readonly weightDecay: number;
}

/** An update rule with its settings filled in. */
export interface Optimizer {
  /** How many arrays of state, as long as the parameter, it keeps for each parameter; they start at 0. */
  readonly slots: number;
  /**
   * Changes `values` and `state` in place, in one pass over memory.
   *
   * @returns whether all that it wrote is finite. The pass sums it up to know: in float64, where the sum of float32 numbers
   * is finite if and only if they are
   */
  update(
    values: Float32Array,
    gradient: Float32Array,
    state: readonly Float32Array[],
    at: UpdateStep,
  ): boolean;
}
