export interface CloseRelativeOptions {
  /** Allowed error of a value as a part of |expected|; default 1e-12. */
  relative?: number;
  /** Allowed error on top of that; default 0. */
  absolute?: number;
}

export interface MatcherResult {
  pass: boolean;
  message: () => string;
}

type Numbers = number | ArrayLike<number>;

/**
 * |received − expected| ≤ absolute + relative · |expected| for every value. NaN is close to nothing, itself
 * included; Infinity only to itself; lengths must agree. The message names the worst value.
 */
export function closeRelative(
  received: Numbers,
  expected: Numbers,
  { relative = 1e-12, absolute = 0 }: CloseRelativeOptions = {},
): MatcherResult {
  const got = typeof received === "number" ? [received] : received;
  const needed = typeof expected === "number" ? [expected] : expected;
  if (got.length !== needed.length) {
    return { pass: false, message: () => `expected ${needed.length} values, got ${got.length}` };
  }
  let worst = 0;
  let ratio = -1;
  for (let i = 0; i < got.length; i++) {
    const r = errorRatio(got[i]!, needed[i]!, absolute + relative * Math.abs(needed[i]!));
    if (!(r > ratio)) continue;
    ratio = r;
    worst = i;
  }
  return {
    pass: ratio <= 1,
    message: () =>
      `worst at index ${worst}: expected ${needed[worst]}, got ${got[worst]}, error ${ratio.toPrecision(3)} of the allowed`,
  };
}

function errorRatio(got: number, needed: number, allowed: number): number {
  if (got === needed) return 0;
  const ratio = Math.abs(got - needed) / allowed;
  return ratio >= 0 ? ratio : Infinity; // not a number: from NaN, or from one infinity over another
}
