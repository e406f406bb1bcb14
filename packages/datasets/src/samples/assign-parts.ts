/**
 * Distributes groups of samples over parts, so that every part has nearly its share of every class: the largest group
 * first, each to the part that it brings closest to its shares. The sum that it makes small is
 * Σ (samples of the class in the part − share × samples of the class)² / samples of the class, over parts and classes.
 * A greedy choice: a better one may exist. Of equal groups the first is taken, of equal parts the smallest. Every part
 * gets a group.
 *
 * @param groups - the samples of each group, at least as many groups as parts
 * @param classOf - the class of a sample; the same for all if classes do not count
 * @param shares - what part of the samples each part is to get; their sum is 1
 * @returns the part of each group
 */
export function assignParts(
  groups: readonly (readonly number[])[],
  classOf: (sample: number) => number,
  shares: readonly number[],
): number[] {
  const totals = new Map<number, number>();
  const counts = groups.map((samples) => {
    const ofGroup = new Map<number, number>();
    for (const sample of samples) {
      const label = classOf(sample);
      ofGroup.set(label, (ofGroup.get(label) ?? 0) + 1);
      totals.set(label, (totals.get(label) ?? 0) + 1);
    }
    return ofGroup;
  });
  const inParts = shares.map(() => new Map<number, number>());
  const sizes = shares.map(() => 0);
  const parts = new Array<number>(groups.length);
  const largestFirst = [...groups.keys()].sort((a, b) => groups[b]!.length - groups[a]!.length || a - b);
  for (const group of largestFirst) {
    const costs = shares.map((share, part) => {
      let cost = 0;
      for (const [label, count] of counts[group]!) {
        const total = totals.get(label)!;
        const lacking = share * total - (inParts[part]!.get(label) ?? 0);
        cost += (count * count - 2 * count * lacking) / total;
      }
      return cost;
    });
    const least = Math.min(...costs);
    const part = costs.reduce(
      (best, cost, i) => (cost === least && (best < 0 || sizes[i]! < sizes[best]!) ? i : best),
      -1,
    );
    parts[group] = part;
    sizes[part]! += groups[group]!.length;
    for (const [label, count] of counts[group]!) {
      inParts[part]!.set(label, (inParts[part]!.get(label) ?? 0) + count);
    }
  }
  for (const part of shares.keys()) {
    if (parts.includes(part)) continue;
    const spare = largestFirst.findLast(
      (group) => parts.indexOf(parts[group]!) !== parts.lastIndexOf(parts[group]!),
    )!;
    parts[spare] = part;
  }
  return parts;
}
