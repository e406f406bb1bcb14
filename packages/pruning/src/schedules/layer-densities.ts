/** Sizes of a mapping, m×n. */
interface Size {
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * How many weights each mapping keeps when a share `density` of all stays. `uniform`: that share of each;
 * `erdos-renyi`: in proportion to n + m (D. Mocanu et al., arXiv:1707.04780), so that small mappings stay denser, and
 * what does not fit into a mapping goes to the others. Every mapping keeps at least one weight.
 */
export function keptWeights(
  sizes: readonly Size[],
  density: number,
  distribution: "uniform" | "erdos-renyi",
): number[] {
  const weights = sizes.map(({ inputs, outputs }) => inputs * outputs);
  const whole = (share: number, i: number) => Math.min(weights[i]!, Math.max(1, Math.round(share)));
  if (distribution === "uniform") return weights.map((count, i) => whole(density * count, i));
  const full = new Set<number>();
  for (;;) {
    const open = sizes.map((_, i) => i).filter((i) => !full.has(i));
    const budget =
      density * weights.reduce((sum, count) => sum + count, 0) -
      [...full].reduce((sum, i) => sum + weights[i]!, 0);
    const nodes = open.reduce((sum, i) => sum + sizes[i]!.inputs + sizes[i]!.outputs, 0);
    const share = (i: number) => (budget * (sizes[i]!.inputs + sizes[i]!.outputs)) / nodes;
    const over = open.filter((i) => share(i) > weights[i]!);
    if (over.length === 0) return weights.map((count, i) => (full.has(i) ? count : whole(share(i), i)));
    over.forEach((i) => full.add(i));
  }
}
