/**
 * The smallest whole number from 1 to `most` at which a condition holds that does not hold at 0, found by bisection:
 * right where the condition never fails again, else some number at which it holds right after one at which it does not.
 * Undefined where it does not hold at `most`.
 */
export async function firstWhere(
  most: number,
  holds: (count: number) => boolean | Promise<boolean>,
): Promise<number | undefined> {
  if (!(await holds(most))) return undefined;
  let [below, at] = [0, most];
  while (at - below > 1) {
    const middle = Math.floor((below + at) / 2);
    if (await holds(middle)) at = middle;
    else below = middle;
  }
  return at;
}
