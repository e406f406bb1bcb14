import { groupBy, meanAndDeviation, spread, type MeanAndDeviation } from "@reciprocal/report";
import type { TrainingResult, TrainingRun } from "./training-run.js";

/** What is summarized of a line. */
export type SummarizedLine = Pick<TrainingRun, "method" | "width"> &
  Pick<TrainingResult, "testAccuracy" | "trainedParameters" | "denseParameters" | "epochs" | "seconds">;

/** One method at one width, over its seeds. */
export interface SummaryRow {
  readonly method: TrainingRun["method"];
  readonly width: number;
  readonly runs: number;
  readonly testAccuracy: MeanAndDeviation;
  /** Test accuracy / mean test accuracy of the dense runs of that width; null if there are none. */
  readonly relativeAccuracy: MeanAndDeviation | null;
  readonly trainedParameters: number;
  /** ρ = trained / dense parameters, without biases */
  readonly rho: number;
  readonly epochs: MeanAndDeviation;
  readonly seconds: MeanAndDeviation;
}

/** Summarizes lines that may be averaged; rows in the order in which method and width first appear. */
export function summaryTable(lines: readonly SummarizedLine[]): SummaryRow[] {
  const cells = groupBy(lines, ({ method, width }) => `${method} ${width}`);
  return [...cells.values()].map((members) => {
    const { method, width, trainedParameters, denseParameters } = members[0]!;
    const over = (value: (line: SummarizedLine) => number) => meanAndDeviation(members.map(value));
    const dense = denseAccuracy(lines, width);
    return {
      method,
      width,
      runs: members.length,
      testAccuracy: over((line) => line.testAccuracy),
      relativeAccuracy: dense === undefined ? null : over((line) => line.testAccuracy / dense),
      trainedParameters,
      rho: trainedParameters / denseParameters,
      epochs: over((line) => line.epochs),
      seconds: over((line) => line.seconds),
    };
  });
}

/** Mean test accuracy of the dense runs of one width, or undefined if there are none. */
export function denseAccuracy(lines: readonly SummarizedLine[], width: number): number | undefined {
  const dense = lines.filter((line) => line.method === "dense" && line.width === width);
  return dense.length === 0 ? undefined : meanAndDeviation(dense.map((line) => line.testAccuracy)).mean;
}

/** Headings of the cells that `tableCells` gives. */
export const tableHeadings = [
  "method",
  "width",
  "n",
  "test accuracy",
  "relative",
  "trained",
  "ρ",
  "epochs",
  "seconds",
] as const;

/** The cells of one row as text: mean ± standard deviation, without the latter for a single run. */
export function tableCells(row: SummaryRow): string[] {
  return [
    row.method,
    String(row.width),
    String(row.runs),
    spread(row.testAccuracy, 4),
    row.relativeAccuracy === null ? "–" : spread(row.relativeAccuracy, 3),
    row.trainedParameters.toLocaleString("en"),
    row.rho.toPrecision(3),
    row.epochs.mean.toFixed(1),
    row.seconds.mean.toFixed(1),
  ];
}
