import { gradients, graphCost, reduceSum, relativeTime, type Value } from "@reciprocal/graph";
import type { Form } from "./form.js";

/**
 * The form of a layer that costs least, and what it makes of `x`; of forms that cost the same the first.
 *
 * @param differentiated - the gradients that are needed, and count
 */
export function cheapestForm(
  forms: readonly Form[],
  x: Value,
  { differentiated, batchSize }: { readonly differentiated: readonly Value[]; readonly batchSize: number },
): { readonly form: Form; readonly z: Value } {
  const weigh = (form: Form) => {
    const z = form.build(x);
    const needed = gradients(reduceSum(z), differentiated).filter((value) => value !== undefined);
    return { form, z, time: relativeTime(graphCost([z, ...needed], { batch: batchSize })) };
  };
  return forms.map(weigh).reduce((a, b) => (b.time < a.time ? b : a));
}
