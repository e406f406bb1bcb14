/**
 * The smallest integer from 1 to `max` for which a condition holds that does not hold for 0, found by bisection: exact
 * if the condition never fails again, else some integer for which it holds right after one for which it does not.
 * Undefined if it does not hold for `max`.
 */
export function firstWhere(max: number, holds: (count: number) => boolean): number | undefined {
  const search = bisect(max);
  let step = search.next();
  while (!step.done) step = search.next(holds(step.value));
  return step.value;
}

/** The same for a condition that takes its time. */
export async function firstWhereAsync(
  max: number,
  holds: (count: number) => Promise<boolean>,
): Promise<number | undefined> {
  const search = bisect(max);
  let step = search.next();
  while (!step.done) step = search.next(await holds(step.value));
  return step.value;
}

/** Asks for one count after another; the caller answers whether the condition holds. */
function* bisect(max: number): Generator<number, number | undefined, boolean> {
  if (max < 1 || !(yield max)) return undefined;
  let [below, at] = [0, max];
  while (at - below > 1) {
    const middle = Math.floor((below + at) / 2);
    if (yield middle) at = middle;
    else below = middle;
  }
  return at;
}
