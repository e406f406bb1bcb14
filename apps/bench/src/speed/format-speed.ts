import { textTable } from "../text-table.js";
import type { SparseReport } from "./sparse-products.js";
import type { SpeedRatios, SpeedReport } from "./speed-report.js";

const ratioTexts: Record<keyof Omit<SpeedRatios, "network">, string> = {
  spectralToDense: "spectral / dense",
  spectralShareOfPeak: "spectral, share of the product peak",
  tfjsFitToDense: "tfjs stock fit / dense",
  tfjsExplicitFitToDense: "tfjs explicit transposes fit / dense",
  tfjsExplicitLoopToDense: "tfjs explicit transposes loop / dense",
  tfjsSpectralToStockDense: "tfjs SpectralDense loop / tfjs stock dense loop",
  tfjsSpectralToExplicitDense: "tfjs SpectralDense loop / tfjs explicit transposes dense loop",
  tfjsStockFitToFastKernels: "tfjs stock fit / tfjs stock fit with fast kernels",
  denseToPytorch: "dense / PyTorch dense",
  spectralToPytorch: "spectral / PyTorch spectral",
  denseBrowserToNode: "dense in Chromium / dense",
  spectralBrowserToNode: "spectral in Chromium / spectral",
};

/** The report as plain text: a table of times, a table of ratios, and how to read them. */
export function formatSpeed({
  measurements,
  matmulPeakGflops,
  ratios,
  masked,
  sparse,
  notes,
  pytorch,
}: SpeedReport): string {
  const times = measurements.map((m) => [
    m.network,
    m.method,
    m.engine,
    m.secondsPer100Steps.toFixed(3),
    m.fastestSecondsPer100Steps.toFixed(3),
    m.gflops.toFixed(1),
    `${(100 * m.shareOfPeak).toFixed(0)} %`,
  ]);
  const compared = (Object.keys(ratioTexts) as (keyof typeof ratioTexts)[])
    .filter((key) => ratios.some((own) => own[key] !== null))
    .map((key) => [ratioTexts[key], ...ratios.map((own) => own[key]?.toFixed(2) ?? "-")]);
  const trained = [
    textTable([["network", "method", "engine", "s / 100 steps", "fastest", "GFLOP/s", "of peak"], ...times]),
    `Peak of large matrix products: ${matmulPeakGflops.toFixed(1)} GFLOP/s`,
    textTable([["ratio", ...ratios.map(({ network }) => network)], ...compared]),
  ];
  return [
    ...(measurements.length > 0 ? trained : []),
    ...(masked.length > 0 ? [maskedTable(masked)] : []),
    ...(sparse ? sparseTables(sparse) : []),
    ...(pytorch ? [`PyTorch ${pytorch.version}, ${pytorch.threads} thread, ${pytorch.blas.join(", ")}`] : []),
    ...notes,
  ].join("\n\n");
}

function maskedTable(masked: SpeedReport["masked"]): string {
  const rows = masked.map((m) => [
    m.network,
    m.method,
    m.sparsity.toString(),
    m.secondsPer100Steps.toFixed(3),
    m.secondsPer100StepsWithoutMask.toFixed(3),
    m.maskedToPlain.toFixed(2),
  ]);
  return textTable([
    ["dynamic masks", "method", "sparsity", "s / 100 steps", "without mask", "ratio"],
    ...rows,
  ]);
}

function sparseTables({ shape, measurements, breakEvens }: SparseReport): string[] {
  const percent = (share: number | null) => (share === null ? "-" : `${(100 * share).toFixed(1)} %`);
  const times = measurements.map((m) => [
    String(m.batchSize),
    percent(m.sparsity),
    m.microseconds.toFixed(1),
    m.onnxMicroseconds.toFixed(1),
    m.tfjsMicroseconds.toFixed(1),
    m.onnxToSparse.toFixed(2),
    m.tfjsToSparse.toFixed(2),
  ]);
  const from = breakEvens.map((b) => [String(b.batchSize), percent(b.onnx), percent(b.tfjs)]);
  return [
    `Sparse rows, ${shape}, µs per product:`,
    textTable([
      ["batch", "zeros", "sparse", "onnxruntime", "tfjs", "onnxruntime / sparse", "tfjs / sparse"],
      ...times,
    ]),
    textTable([["batch", "faster than onnxruntime from", "than tfjs from"], ...from]),
  ];
}
