import type { Loss } from "@reciprocal/network";

/** @throws {TypeError} for a loss that has no classes to spread a target over */
export function checkSmoothing(where: string, labelSmoothing: number, loss: Loss): void {
  if (labelSmoothing === 0 || loss === "cross-entropy" || loss === "binary-cross-entropy") return;
  throw new TypeError(
    `${where}: labelSmoothing needs the loss cross-entropy or binary-cross-entropy, got ${loss}`,
  );
}

/** t ← (1 − ε) t + ε / classes, in place; every output of a sigmoid decides between two. */
export function smooth(
  targets: Float32Array,
  { labelSmoothing, loss }: { readonly labelSmoothing: number; readonly loss: Loss },
  outputs: number,
): void {
  if (labelSmoothing === 0) return;
  const spread = labelSmoothing / (loss === "cross-entropy" ? outputs : 2);
  for (let i = 0; i < targets.length; i++) targets[i] = (1 - labelSmoothing) * targets[i]! + spread;
}
