import { findNotFinite } from "@reciprocal/guards";
import { inputSize } from "@reciprocal/network";
import { deriveSeed } from "@reciprocal/spectral";
import type { Batch } from "../trainer/batch-feeds.js";
import type { FitPlan } from "./plan.js";

/** What `augment` makes of a batch in a step; undefined without it. */
export function changeOf(
  { network, options: { augment, seed } }: FitPlan,
  { epoch, step }: { readonly epoch: number; readonly step: number },
): ((batch: Batch) => Promise<void>) | undefined {
  if (!augment) return undefined;
  return async ({ inputs, targets }) => {
    const copy = {
      count: inputs!.length / inputSize(network),
      shape: network.inputShape,
      inputs: inputs!,
      targets,
    };
    await augment(copy, { seed: deriveSeed(seed, "augment", epoch, step), epoch, step });
    checkFinite("inputs", inputs!);
    checkFinite("targets", targets);
  };
}

/** @throws {RangeError} as training would end in an error that knows nothing of it */
function checkFinite(name: string, values: Float32Array): void {
  const index = findNotFinite(values);
  if (index === -1) return;
  throw new RangeError(
    `fit: augment left ${values[index]} as number ${index} of ${name}, needed a finite number`,
  );
}
