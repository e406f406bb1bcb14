import type { Side } from "../reports.js";

/** `97.5 %` */
export function percentText(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** The name of one of the two networks, if `method` was chosen for the first. */
export function nameOfSide(side: Side, method: string): string {
  return side === "dense" ? "dense" : method;
}
