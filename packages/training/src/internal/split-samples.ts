import { inputSize, type Network } from "@reciprocal/network";
import { checkSamples, type Samples } from "../samples.js";
import { outputsOf } from "./outputs-of.js";

/** The samples to train on and those to validate with. */
export function splitSamples(
  network: Network,
  samples: Samples,
  { validationSplit = 0, validation }: { readonly validationSplit?: number; readonly validation?: Samples },
): { readonly training: Samples; readonly validation: Samples | undefined } {
  const { count } = checkSamples("fit", network, outputsOf(network), samples); // all of it, before it is cut
  if (!(0 <= validationSplit && validationSplit < 1)) {
    throw new RangeError(`fit: validationSplit must be in [0, 1), got ${validationSplit}`);
  }
  if (validationSplit === 0) return { training: samples, validation };
  if (validation) throw new TypeError("fit: needs validation or validationSplit, got both");

  const kept = count - Math.round(count * validationSplit);
  if (!(0 < kept && kept < count)) {
    throw new RangeError(
      `fit: a validationSplit of ${validationSplit} leaves nothing on one side of ${count} samples`,
    );
  }
  const outputs = outputsOf(network);
  const part = (start: number, end: number): Samples => ({
    inputs: samples.inputs.subarray(start * inputSize(network), end * inputSize(network)),
    ...(samples.labels && { labels: Array.prototype.slice.call(samples.labels, start, end) as number[] }),
    ...(samples.targets && { targets: samples.targets.subarray(start * outputs, end * outputs) }),
  });
  return { training: part(0, kept), validation: part(kept, count) };
}
