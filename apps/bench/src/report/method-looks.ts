import type { TrainingRun } from "../train/training-run.js";
import type { SeriesLook } from "./series-chart.js";

/** A method looks the same in every figure. */
export const methodLooks: Readonly<Record<TrainingRun["method"], SeriesLook>> = {
  dense: { colour: "#7b8494", symbol: "square" },
  spectral: { colour: "#2f86d6", symbol: "circle" },
  "s-svd": { colour: "#d9731a", symbol: "triangle" },
  "s-qr": { colour: "#1f9d74", symbol: "diamond" },
  "spectral-one": { colour: "#b45fc9", symbol: "star" },
  alternating: { colour: "#c2506a", symbol: "wye" },
};
