import { number, type Rule, ruleOf } from "@reciprocal/guards";

/**
 * A percentage from 0 to 100. A number between 0 and 1 is refused: nearly always a share was meant, and half a percent of a
 * layer is next to nothing.
 */
export function percentage(): Rule<number> {
  const bounds = number({ min: 0, max: 100 });
  return ruleOf("a percentage", (where, name, value) => {
    const percent = bounds.read(where, name, value);
    if (percent === 0 || percent >= 1) return percent;
    throw new RangeError(
      `${where}: ${name} counts in percent, from 0 to 100, and must be 0 or at least 1, got ${percent}; ` +
        `for the share ${percent} give ${Number((100 * percent).toPrecision(12))}`,
    );
  });
}
