/** Names of the inputs that the graphs of training and evaluation share. */

/** The samples, [batch, inputs]. */
export const dataName = "x";

/** What the network should answer, [batch, outputs]. */
export const targetsName = "targets";

/** 1 / samples of the batch, a scalar. */
export const inverseCountName = "inverseCount";
