import type { Side } from "../reports.js";

/** `97.5 %` */
export function percentText(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** What one of the two networks is called, beside which method was chosen for the other. */
export function nameOfSide(side: Side, method: string): string {
  return side === "dense" ? "dense" : method;
}
