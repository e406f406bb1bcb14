/** Allowed growth of memory. */
export const allowed = 0.05;

/**
 * How memory grew after the warm-up, the first fifth: the median of the last fifth of the measurements over that of the
 * second, less one. Medians, since a single look may see a page that is about to be given back.
 *
 * @param memory - of each slice, by kind
 * @returns of each kind `{ early, late, growth }`
 */
export function judge(memory) {
  const fifth = Math.floor(memory.length / 5);
  return Object.fromEntries(
    Object.keys(memory[0]).map((kind) => {
      const values = memory.map((one) => one[kind]);
      const early = median(values.slice(fifth, 2 * fifth));
      const late = median(values.slice(-fifth));
      return [kind, { early, late, growth: late / early - 1 }];
    }),
  );
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
