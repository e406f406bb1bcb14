import { number } from "@reciprocal/guards";

/** The settings that Adam and its relatives share. */
export interface MomentOptions {
  /** η. Default 0.001. */
  readonly learningRate?: number;
  /** Decay of the first moment. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment. Default 0.999. */
  readonly beta2?: number;
  /** Added to the denominator. Default 1e-7. */
  readonly epsilon?: number;
}

export const momentTable = () => ({
  learningRate: number({ above: 0 }).default(0.001),
  beta1: number({ min: 0, below: 1 }).default(0.9),
  beta2: number({ min: 0, below: 1 }).default(0.999),
  epsilon: number({ above: 0 }).default(1e-7),
});
