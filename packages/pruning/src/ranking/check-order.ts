import { findNaN } from "@reciprocal/guards";

/**
 * @throws {RangeError} unless there are `length` scores that have an order: NaN is neither more nor less than anything
 */
export function checkOrder(
  where: string,
  scores: Float64Array,
  { layer, length }: { readonly layer: number; readonly length: number },
): void {
  if (scores.length !== length) {
    throw new RangeError(`${where} needs ${length} scores for layer ${layer}, got ${scores.length}`);
  }
  const wrong = findNaN(scores);
  if (wrong !== -1) throw new RangeError(`${where} gives NaN at index ${wrong} of layer ${layer}`);
}
