import { createPlainPredictor, type Inputs, type Network } from "@reciprocal/network";
import { type Actual, measuresOf } from "../labels/actual.js";
import type { Measures } from "../measures/measures.js";
import { guessing } from "../measures/guessing.js";

/** Measures a network on samples that were held out, and warns if it has learnt nothing that they show. */
export function measureHeldOut(
  where: string,
  network: Network,
  { inputs, actual }: { readonly inputs: Inputs; readonly actual: Actual },
  onWarning: ((message: string) => void) | undefined,
): Measures {
  const measures = measuresOf(actual, createPlainPredictor(network).predict(inputs));
  const said = guessing(measures);
  if (said !== undefined) onWarning?.(`${where}: the answers for the held-out samples are ${said}`);
  return measures;
}
