import {
  absolute,
  add,
  apply,
  castTo,
  constant,
  integers,
  isAtLeast,
  isAtMost,
  isBoth,
  multiply,
  type Operator,
  reduceSum,
  type Value,
  where,
} from "@reciprocal/graph";

const found: Operator["shape"] = () => ["found"];
const one: Operator["shape"] = () => [1];

const compression: Operator = { type: "Compress", shape: found };
const concatenation: Operator = { type: "Concat", shape: found };
// the second result, where the chosen ones stood, is not used
const selection: Operator = { type: "TopK", shape: found, unusedResults: 1 };
const largest: Operator = { type: "ReduceMax", shape: one };
const length: Operator = { type: "Shape", shape: one };
const minimum: Operator = { type: "Min", shape: one };
const maximum: Operator = { type: "Max", shape: one };

const integer = (value: number): Value => integers([value]);
const notFound = constant(Float32Array.of(NaN), [1]);

/** The range in which a threshold is sought: low ≤ threshold ≤ high, each of shape [1]. */
export interface Bracket {
  readonly low: Value;
  readonly high: Value;
}

/**
 * The threshold of a dynamic mask, of shape [1]: of all |w| in ascending order the one at index `drop`, exactly as
 * `magnitudeThreshold` of @reciprocal/spectral defines it, or NaN if it does not lie within the bracket.
 *
 * The numbers below the bracket are counted, and the rest of the rank is sought among those inside. So the time is that
 * of three passes over w if few are inside, and that of a selection among all for the bracket from 0 to ∞; then the
 * threshold is NaN only if w holds NaN. No gradient: the mask counts as a constant.
 *
 * @param w - [m, n]
 * @param drop - how many weights are to lie below, ties aside: 0 to m·n − 1
 */
export function thresholdWithin(w: Value, drop: number, { low, high }: Bracket): Value {
  const [rows, columns] = w.shape as [number, number];
  const magnitudes = absolute(w);
  const isNotBelow = isAtLeast(magnitudes, low);
  // counted row by row, as float32 counts exactly to 2²⁴ only
  const perRow = reduceSum(castTo("float32", isNotBelow), [1]);
  const notBelow = reduceSum(castTo("int64", perRow), [0], { keepDimensions: true });
  const rank = add(notBelow, integer(drop + 1 - rows * columns)); // among those inside, from 1

  const inside = apply(compression, [magnitudes, isBoth(isNotBelow, isAtMost(magnitudes, high))]);
  const isFound = isBoth(isAtLeast(rank, integer(1)), isAtMost(rank, apply(length, [inside])));
  // one more, so that there is something to select from even if nothing is inside
  const candidates = apply(concatenation, [inside, high], { axis: { type: "int", value: 0 } });
  const count = apply(maximum, [apply(minimum, [rank, apply(length, [candidates])]), integer(1)]);
  const smallest = apply(selection, [candidates, count], {
    largest: { type: "int", value: 0 },
    sorted: { type: "int", value: 0 },
  });
  return where(isFound, apply(largest, [smallest]), notFound);
}

/** w with 0 in place of every weight with |w| < threshold, which gets no gradient. */
export function maskBelow(w: Value, threshold: Value): Value {
  return multiply(w, castTo("float32", isAtLeast(absolute(w), threshold)));
}
