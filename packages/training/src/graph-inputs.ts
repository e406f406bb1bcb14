/** Names of the inputs that the graphs of training and evaluation share. */

/** The samples, [batch, inputs]. */
export const dataName = "x";

/** What the network should answer, [batch, outputs]. */
export const targetsName = "targets";

/** What every sample counts in the loss, [batch, 1]. */
export const weightsName = "weights";

/** 1 / samples of the batch, a scalar. */
export const inverseCountName = "inverseCount";

/** What dropout leaves of what enters a layer, [batch, its inputs]. */
export const dropoutName = (layer: number): string => `dropout.${layer}`;
