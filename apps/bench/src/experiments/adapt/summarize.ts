import { groupBy, meanAndDeviation, type MeanAndDeviation } from "@reciprocal/report";
import type { AdaptLine, AdaptMethod, AdaptPoint } from "./adapt-line.js";
import type { Task } from "./shift-images.js";

/** One method on one task, over its seeds. */
export interface AdaptRow {
  readonly task: Task;
  readonly method: AdaptMethod;
  readonly runs: number;
  readonly accuracyBefore: MeanAndDeviation;
  readonly testAccuracy: MeanAndDeviation;
  readonly trainedNumbers: number;
  readonly patchBytes: number;
  readonly networkBytes: number;
  readonly epochs: MeanAndDeviation;
  readonly seconds: MeanAndDeviation;
  /** Those that were chosen, each once, ascending. */
  readonly learningRates: readonly number[];
}

/** Summarizes lines of one data set, width and set of settings. */
export function summarizeAdapt(lines: readonly AdaptLine[]): AdaptRow[] {
  const points = lines.flatMap((line) => line.points);
  return [...groupBy(points, ({ task, method }) => `${task} ${method}`).values()].map((members): AdaptRow => {
    const over = (value: (point: AdaptPoint) => number) => meanAndDeviation(members.map(value));
    return {
      task: members[0]!.task,
      method: members[0]!.method,
      runs: members.length,
      accuracyBefore: over((point) => point.accuracyBefore),
      testAccuracy: over((point) => point.testAccuracy),
      trainedNumbers: over((point) => point.trainedNumbers).mean,
      patchBytes: Math.round(over((point) => point.patchBytes).mean),
      networkBytes: Math.round(over((point) => point.networkBytes).mean),
      epochs: over((point) => point.epochs),
      seconds: over((point) => point.seconds),
      learningRates: [...new Set(members.map((point) => point.learningRate))].sort((a, b) => a - b),
    };
  });
}

/** How eigenvalues do on one task beside one of the other methods. */
export interface AdaptFinding {
  readonly task: Task;
  readonly rival: AdaptMethod;
  /** Mean test accuracy of eigenvalues less that of the rival, over the seeds that have both. */
  readonly difference: MeanAndDeviation;
  /** Bytes of the patch of eigenvalues by those of the rival. */
  readonly patchRatio: number;
}

/** Beside every other method that was run on the same network and task. */
export function adaptFindings(lines: readonly AdaptLine[]): AdaptFinding[] {
  const pairs = lines.flatMap(({ points }) =>
    points.flatMap((own) =>
      own.method !== "eigenvalues"
        ? []
        : points
            .filter(({ task, method }) => task === own.task && method !== own.method)
            .map((other) => ({ own, other })),
    ),
  );
  return [...groupBy(pairs, ({ other }) => `${other.task} ${other.method}`).values()].map((members) => {
    const bytes = (side: "own" | "other") =>
      meanAndDeviation(members.map((pair) => pair[side].patchBytes)).mean;
    return {
      task: members[0]!.other.task,
      rival: members[0]!.other.method,
      difference: meanAndDeviation(members.map(({ own, other }) => own.testAccuracy - other.testAccuracy)),
      patchRatio: bytes("own") / bytes("other"),
    };
  });
}

/** How often the lowest or the highest of the rates was chosen, so that one beyond it may do better. */
export interface EdgeRate {
  readonly task: Task;
  readonly method: AdaptMethod;
  readonly edge: "lowest" | "highest";
  readonly chosen: number;
  readonly runs: number;
}

/** None for methods whose chosen rates have a lower and a higher one beside them. */
export function edgeRates(lines: readonly AdaptLine[]): EdgeRate[] {
  const points = lines.flatMap((line) => {
    const rates = line.settings.adaptationLearningRates;
    return line.points.map((point) => ({
      ...point,
      lowest: Math.min(...rates),
      highest: Math.max(...rates),
    }));
  });
  return [...groupBy(points, ({ task, method }) => `${task} ${method}`).values()].flatMap((members) =>
    (["lowest", "highest"] as const).flatMap((edge): EdgeRate[] => {
      const { task, method } = members[0]!;
      const chosen = members.filter((point) => point.learningRate === point[edge]).length;
      return chosen === 0 ? [] : [{ task, method, edge, chosen, runs: members.length }];
    }),
  );
}
