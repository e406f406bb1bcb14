import {
  checkSamples,
  chooseLoss,
  type CheckedSamples,
  type Loss,
  type Network,
  type Samples,
} from "@reciprocal/network";

/** Samples that fit a network, and the loss to measure it by. */
export interface Measurable {
  readonly samples: CheckedSamples;
  readonly loss: Loss;
}

/**
 * Checks samples, and the loss that was given or fits the network, against it.
 *
 * @throws {ShapeError | RangeError | TypeError} if they do not fit
 */
export function measurable(
  where: string,
  network: Network,
  { samples, loss: given }: { readonly samples: Samples; readonly loss?: Loss | undefined },
): Measurable {
  const isLabeled = (samples as Partial<Samples> | null)?.labels !== undefined;
  const loss = chooseLoss(where, network, { given, isLabeled });
  return { samples: checkSamples(where, network, samples, loss), loss };
}

/** What a network should answer, count × outputs; a label becomes a row of one 1, or of one output that number. */
export function targetsOf({ count, labels, targets }: CheckedSamples, outputs: number): ArrayLike<number> {
  if (targets) return targets;
  if (outputs === 1) return labels!;
  const rows = new Float64Array(count * outputs);
  labels!.forEach((label, i) => (rows[i * outputs + label] = 1));
  return rows;
}
