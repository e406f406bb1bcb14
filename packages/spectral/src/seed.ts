import { check, integer } from "@reciprocal/guards";

/** A bijection of the 32-bit words in which every input bit reaches every output bit (the finalizer of splitmix32). */
export function mix32(word: number): number {
  let x = word >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** The two 32-bit words of a seed, low one first. */
export function splitSeed(where: string, seed: number): [low: number, high: number] {
  check(integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), where, "seed", seed);
  return [seed >>> 0, Math.floor(seed / 2 ** 32)];
}

/**
 * A seed for a named stream, so that every random part of a network or an experiment has its own:
 * `deriveSeed(7, "layer", 0, "phi")`. Depends on every label, its kind, and the order; the number 1 and the
 * text "1" differ, and so do ("ab", "c") and ("a", "bc"). A 53-bit hash: collisions are unlikely, not excluded.
 *
 * @param seed - integer from 0 to 2^53 − 1
 * @param labels - any text, or safe integers
 * @returns an integer from 0 to 2^53 − 1
 * @throws {RangeError} for a seed or a number label that is not such an integer
 *
 * @example
 * import { deriveSeed } from "@reciprocal/spectral";
 *
 * console.log(deriveSeed(7, "layer", 0, "phi") === deriveSeed(7, "layer", 1, "phi")); // => false
 */
export function deriveSeed(seed: number, ...labels: readonly (string | number)[]): number {
  const [seedLow, seedHigh] = splitSeed("deriveSeed", seed);
  let low = 0;
  let high = 0x9e3779b9;
  const absorb = (word: number) => {
    low = mix32(low + word);
    high = mix32((high ^ word) + low);
  };
  absorb(seedLow);
  absorb(seedHigh);
  for (const label of labels) {
    if (typeof label === "string") {
      absorb(2 * label.length); // even: text and its length; odd: a number
      for (let i = 0; i < label.length; i++) absorb(label.charCodeAt(i));
    } else {
      if (!Number.isSafeInteger(label)) {
        throw new RangeError(`deriveSeed: a number label must be a safe integer, got ${label}`);
      }
      absorb(1);
      absorb(label >>> 0);
      absorb(Math.floor(label / 2 ** 32) >>> 0);
    }
  }
  absorb(labels.length);
  return (high >>> 11) * 2 ** 32 + low;
}
