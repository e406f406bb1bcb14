import type { Side } from "../reports.js";
import { methodNames, type Method } from "../settings.js";
import type { CurrentNetwork } from "./use-current.js";

/** `97.5 %` */
export function percentText(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

/** `5.2 KB`, `3.2 MB`; a kilobyte is 1,000 bytes. */
export function bytesText(bytes: number): string {
  const [unit, size] = bytes < 999_500 ? ["KB", bytes / 1000] : ["MB", bytes / 1e6];
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

/** Which network is shown, and what was done to it. */
export function currentText({
  origin,
  changes: { removed, moved },
}: Pick<CurrentNetwork, "origin" | "changes">): string {
  const from = {
    "built-in": "Built-in network",
    link: "Loaded from link",
    file: "Loaded from file",
    trained: "Trained here",
  }[origin.kind];
  return [
    origin.kind === "file" ? `${from} ${origin.name}` : from,
    ...(removed > 0 ? [`${Math.round(removed)} % of nodes removed`] : []),
    ...(moved ? ["λ changed by you"] : []),
  ].join(", ");
}

/** The name of one of the networks that train together, if `method` was chosen for the first. */
export function nameOfSide(side: Side, method: Method): string {
  return { chosen: methodNames[method], dense: "Dense", narrow: "Dense, as many trained numbers" }[side];
}
