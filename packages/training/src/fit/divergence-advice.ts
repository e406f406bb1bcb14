import { findNotFinite } from "@reciprocal/guards";
import type { CheckedSamples } from "@reciprocal/network";

/** Numbers beyond this are far from those that starting values and learning rates are made for. */
const large = 1000;

/**
 * What may help where a loss is not finite, to go after the facts.
 *
 * @param training - absent if batches come
 * @param learningRate - absent before any update, when it cannot be the reason
 */
export function adviceOn({
  training,
  learningRate,
}: {
  readonly training: CheckedSamples | undefined;
  readonly learningRate: number | undefined;
}): string {
  const changed = changedNumber("inputs", training?.inputs) ?? changedNumber("targets", training?.targets);
  if (changed !== undefined) return changed;
  const sizes = [
    { name: "targets", size: largestOf(training?.targets) },
    { name: "inputs", size: training?.inputs instanceof Float32Array ? largestOf(training.inputs) : 0 },
  ];
  const scaling = sizes
    .filter(({ size }) => size > large)
    .map(
      ({ name, size }) =>
        `; the ${name} go up to ${short(size)}: scale them to a mean of 0 and a deviation of 1` +
        (name === "targets" ? ", and what the network gives back by the reverse" : ""),
    );
  if (scaling.length > 0) return scaling.join("");
  if (learningRate !== undefined) return `; a smaller learning rate than ${learningRate} may help`;
  return "; the numbers of the network or of the samples are too large for float32: scale them";
}

/** Samples are checked at the beginning, so what is not finite now was changed while training. */
function changedNumber(name: string, values: CheckedSamples["inputs"] | undefined): string | undefined {
  const index = values instanceof Float32Array ? findNotFinite(values) : -1;
  return index === -1
    ? undefined
    : `; number ${index} of the ${name} is ${values![index]} now: they were changed while training`;
}

function short(size: number): string {
  const rounded = Number(size.toPrecision(3));
  return rounded < 1e6 ? String(rounded) : rounded.toExponential();
}

function largestOf(values: Float32Array | undefined): number {
  return values?.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) ?? 0;
}
