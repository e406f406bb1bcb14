import { matrixProduct, type Value } from "@reciprocal/graph";
import type { FormName, MappingForm } from "./form.js";

/** z = x wᵀ + b, with w as a whole. */
export function kernelForm(name: FormName, kernel: Value, bias: Value | undefined): MappingForm {
  return {
    name,
    build: (x) => matrixProduct(x, kernel, { transposeB: true, plus: bias }),
    kernel: () => kernel,
  };
}
