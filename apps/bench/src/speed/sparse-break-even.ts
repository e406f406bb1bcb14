import { groupBy } from "@reciprocal/report";
import type { SparseMeasurement } from "./sparse-measurement.js";

/** The share of zeros from which on sparse rows are faster than a dense engine. */
export interface SparseBreakEven {
  readonly batchSize: number;
  /** Between two measured shares, by the time of either; the lowest one measured where that is faster already. */
  readonly onnx: number | null;
  readonly tfjs: number | null;
}

/** Null where the dense engine is faster at every share measured. */
export function sparseBreakEvens(measurements: readonly SparseMeasurement[]): SparseBreakEven[] {
  return [...groupBy(measurements, ({ batchSize }) => String(batchSize)).values()].map((own) => {
    const sorted = [...own].sort((a, b) => a.sparsity - b.sparsity);
    return {
      batchSize: own[0]!.batchSize,
      onnx: crossing(sorted, (m) => m.onnxToSparse),
      tfjs: crossing(sorted, (m) => m.tfjsToSparse),
    };
  });
}

/** Where a ratio that mostly rises comes to 1 for good, in a straight line between neighbors. */
function crossing(
  sorted: readonly SparseMeasurement[],
  ratio: (measurement: SparseMeasurement) => number,
): number | null {
  const last = sorted.findLastIndex((measurement) => ratio(measurement) < 1);
  if (last === sorted.length - 1) return null;
  const [below, above] = [sorted[last], sorted[last + 1]!];
  if (!below) return above.sparsity;
  const part = (1 - ratio(below)) / (ratio(above) - ratio(below));
  return below.sparsity + part * (above.sparsity - below.sparsity);
}
