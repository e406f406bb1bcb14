import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { spectralKernel } from "../operators/spectral-kernel.js";
import { formFactors, type Factor } from "./factor.js";
import { Mapping } from "./mapping.js";
import type { GroupArguments, MappingArguments } from "./mapping-arguments.js";

/** What the layers with eigenvalues take beside `MappingArguments`. */
export interface ReciprocalArguments extends MappingArguments, GroupArguments<"lambdaIn" | "lambdaOut"> {}

/** A layer w_ij = (λ_in_j − λ_out_i) φ_ij (arXiv:2106.09021); the kinds differ in how φ is made. */
export abstract class Reciprocal extends Mapping {
  /** φᵀ, [in, out], as a product: the factor that x meets first comes first. */
  protected abstract factors(): readonly Factor[];

  protected override formKernel(): Tensor2D {
    return spectralKernel({
      phi: formFactors(this.factors()),
      lambdaIn: this.operand<Tensor1D>("lambdaIn"),
      lambdaOut: this.operand<Tensor1D>("lambdaOut"),
    });
  }
}
