/** The two 32-bit words of a seed, low one first; a seed is any safe integer from 0 up. */
export function splitSeed(where: string, seed: number): [low: number, high: number] {
  if (!(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new RangeError(`${where}: seed must be an integer from 0 to 2^53 - 1, got ${seed}`);
  }
  return [seed >>> 0, Math.floor(seed / 2 ** 32)];
}
