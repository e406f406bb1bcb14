import { cutMessage } from "@reciprocal/guards";

/** A matrix, vector or batch whose size does not fit its neighbors. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
  /** What tells this error from others, also where two copies of the package are loaded. */
  readonly code = "ERR_SHAPE";

  constructor(message?: string, options?: ErrorOptions) {
    super(cutMessage(message), options);
  }
}

/** An iteration that did not settle, or a number that is not finite but must be. */
export class ConvergenceError extends Error {
  override readonly name: string = "ConvergenceError";
  /** What tells this error from others, also where two copies of the package are loaded. */
  readonly code = "ERR_CONVERGENCE";

  constructor(message?: string, options?: ErrorOptions) {
    super(cutMessage(message), options);
  }
}
