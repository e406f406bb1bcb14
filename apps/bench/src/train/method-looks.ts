import type { SeriesLook } from "@reciprocal/report";
import type { TrainingRun } from "./training-run.js";

/** A method looks the same in every figure. */
export const methodLooks: Readonly<Record<TrainingRun["method"], SeriesLook>> = {
  dense: { color: "#7b8494", symbol: "square" },
  spectral: { color: "#2f86d6", symbol: "circle" },
  "s-svd": { color: "#d9731a", symbol: "triangle" },
  "s-qr": { color: "#1f9d74", symbol: "diamond" },
  "spectral-one": { color: "#b45fc9", symbol: "star" },
  alternating: { color: "#c2506a", symbol: "wye" },
};
