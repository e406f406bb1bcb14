/** The activations that a network may contain. `softmax` runs over the nodes of one sample. */
export const activations = ["linear", "relu", "tanh", "sigmoid", "elu", "softmax"] as const;

/** One of `activations`. */
export type Activation = (typeof activations)[number];
