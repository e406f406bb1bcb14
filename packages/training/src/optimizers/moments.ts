import { number } from "@reciprocal/guards";
import { byRole, type ByRole } from "./by-role.js";

/** The settings that Adam and its relatives share. */
export interface MomentOptions {
  /** η, for all numbers or by role. Default 0.1 for eigenvalues and biases, 0.01 for eigenvectors, 0.005 for kernels. */
  readonly learningRate?: number | ByRole;
  /** Decay of the first moment. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment. Default 0.999. */
  readonly beta2?: number;
  /** Added to the denominator. Default 1e-7. */
  readonly epsilon?: number;
}

/** η by role: eigenvalues act on a whole row or column of w, and want ten times the rate of single weights. */
const rates: Required<ByRole> = { eigenvalues: 0.1, eigenvectors: 0.01, kernel: 0.005, bias: 0.1 };

export const momentTable = () => ({
  learningRate: byRole({ above: 0 }, rates).default(rates),
  beta1: number({ min: 0, below: 1 }).default(0.9),
  beta2: number({ min: 0, below: 1 }).default(0.999),
  epsilon: number({ above: 0 }).default(1e-7),
});
