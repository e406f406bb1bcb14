/** The activations that a network may contain. `softmax` runs over the nodes of one sample. */
export const activations = [
  "linear",
  "relu",
  "tanh",
  "sigmoid",
  "elu",
  "softmax",
  "leaky-relu",
  "gelu",
  "silu",
  "softplus",
  "hard-swish",
] as const;

/** One of `activations`. */
export type Activation = (typeof activations)[number];

/** Which function of the nodes. */
export interface ActivationFunction {
  /** The name of the function, such as `relu`; what each computes, `applyActivation` says. */
  readonly activation: Activation;
  /** Slope of leaky-relu below 0, from 0 to 1; absent means 0.01. No other activation has one. */
  readonly slope?: number;
}

/** The slope of leaky-relu below 0 where none is given, as in PyTorch. */
export const defaultSlope = 0.01;
