import type { DenseLayer } from "@reciprocal/network";
import type { FormsOf } from "../form.js";
import { kernelForm } from "../kernel-form.js";

export const dense: FormsOf<DenseLayer> = ({ inputs, outputs, kernel, bias }, { group, masked }) => {
  const offset = bias && group("bias", () => bias, [outputs]);
  return [kernelForm("dense", masked(group("kernel", () => kernel, [outputs, inputs])), offset)];
};
