import { fraction, object, oneOf, positive } from "../fields.js";

/** The optimizer that `fit` takes if none is given. */
export const optimizerField = object({
  kind: oneOf(["adam"]),
  learningRate: object({ eigenvalues: positive, eigenvectors: positive, kernel: positive, bias: positive }),
  beta1: fraction,
  beta2: fraction,
  epsilon: positive,
});
