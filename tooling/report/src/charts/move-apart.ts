/**
 * Moves heights apart until neighbors in order are at least `gap` from each other, each as little as its crowd
 * allows: crowds that touch are merged and spread about their center.
 */
export function moveApart(heights: readonly number[], gap: number): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a]! - heights[b]!);
  let crowds = order.map((index) => ({ members: [index], center: heights[index]! }));
  for (let merged = true; merged;) {
    merged = false;
    for (let i = 0; i + 1 < crowds.length; i++) {
      const [a, b] = [crowds[i]!, crowds[i + 1]!];
      const needed = ((a.members.length + b.members.length) / 2) * gap;
      if (b.center - a.center >= needed) continue;
      const members = [...a.members, ...b.members];
      const center = members.reduce((sum, index) => sum + heights[index]!, 0) / members.length;
      crowds = [...crowds.slice(0, i), { members, center }, ...crowds.slice(i + 2)];
      merged = true;
    }
  }
  const placed = [...heights];
  for (const { members, center } of crowds) {
    members.forEach((index, rank) => (placed[index] = center + (rank - (members.length - 1) / 2) * gap));
  }
  return placed;
}
