import { isObject, refuseUnknown, type Rule, ruleOf, show } from "@reciprocal/guards";
import { randomUniform } from "@reciprocal/spectral";

/** What numbers start from: all the same, or uniform in [low, high). */
export type InitialValues = number | { readonly low: number; readonly high: number };

/** Initial values as an option: a finite number, or two with low ≤ high. */
export function initialValues(): Rule<InitialValues> {
  const needed = "a finite number, or finite numbers low and high with low ≤ high";
  return ruleOf(needed, (where, name, value) => {
    const { low, high } = typeof value === "number" ? { low: value, high: value } : readInterval(value);
    if (Number.isFinite(low) && Number.isFinite(high) && low <= high) return { low, high };
    throw new RangeError(`${where}: ${name} must be ${needed}, got low ${low}, high ${high}`);

    function readInterval(given: unknown): { low: number; high: number } {
      if (!isObject(given)) throw new TypeError(`${where}: ${name} must be ${needed}, got ${show(given)}`);
      refuseUnknown(`${where}: ${name}`, given, ["low", "high"]);
      return given as { low: number; high: number };
    }
  });
}

/** `length` initial values in float32. */
export function makeInitialValues(
  initial: InitialValues,
  { length, seed }: { length: number; seed: number },
): Float32Array {
  const { low, high } = typeof initial === "number" ? { low: initial, high: initial } : initial;
  if (low === high) return new Float32Array(length).fill(low);
  return Float32Array.from(randomUniform(length, { seed, low, high }));
}
