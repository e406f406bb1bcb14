/**
 * Moves heights apart until neighbours in order are at least `gap` from each other, each as little as its crowd
 * allows: crowds that touch are merged and spread about their centre.
 */
export function moveApart(heights: readonly number[], gap: number): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a]! - heights[b]!);
  let crowds = order.map((index) => ({ members: [index], centre: heights[index]! }));
  for (let merged = true; merged;) {
    merged = false;
    for (let i = 0; i + 1 < crowds.length; i++) {
      const [a, b] = [crowds[i]!, crowds[i + 1]!];
      const needed = ((a.members.length + b.members.length) / 2) * gap;
      if (b.centre - a.centre >= needed) continue;
      const members = [...a.members, ...b.members];
      const centre = members.reduce((sum, index) => sum + heights[index]!, 0) / members.length;
      crowds = [...crowds.slice(0, i), { members, centre }, ...crowds.slice(i + 2)];
      merged = true;
    }
  }
  const placed = [...heights];
  for (const { members, centre } of crowds) {
    members.forEach((index, rank) => (placed[index] = centre + (rank - (members.length - 1) / 2) * gap));
  }
  return placed;
}
