import type { SpeedMeasurement, SpeedRatios } from "./speed-report.js";
import type { SpeedMethod } from "./speed-subject.js";

const inBrowser = "reciprocal (onnxruntime-web in Chromium)";

/** Compares the engines, one entry per network, in the order in which they were measured. */
export function speedRatios(measurements: readonly SpeedMeasurement[]): SpeedRatios[] {
  return [...new Set(measurements.map(({ network }) => network))].map((network) => {
    const find = (engine: string, method: SpeedMethod) =>
      measurements.find((m) => m.network === network && m.method === method && m.engine.startsWith(engine));
    const dense = find("reciprocal", "dense");
    const spectral = find("reciprocal", "spectral");
    const stockFit = find("tfjs-wasm stock fit", "dense");
    const explicitLoop = find("tfjs-wasm explicit transposes loop", "dense");
    const tfjsSpectral = find("tfjs-wasm SpectralDense loop", "spectral");
    return {
      network,
      spectralToDense: ratio(spectral, dense),
      spectralShareOfPeak: spectral?.shareOfPeak ?? null,
      tfjsFitToDense: ratio(stockFit, dense),
      tfjsExplicitFitToDense: ratio(find("tfjs-wasm explicit transposes fit", "dense"), dense),
      tfjsExplicitLoopToDense: ratio(explicitLoop, dense),
      tfjsSpectralToStockDense: ratio(tfjsSpectral, find("tfjs-wasm stock loop", "dense")),
      tfjsSpectralToExplicitDense: ratio(tfjsSpectral, explicitLoop),
      tfjsStockFitToFastKernels: ratio(stockFit, find("tfjs-wasm fast kernels stock fit", "dense")),
      denseToPytorch: ratio(dense, find("pytorch", "dense")),
      spectralToPytorch: ratio(spectral, find("pytorch", "spectral")),
      denseBrowserToNode: ratio(find(inBrowser, "dense"), dense),
      spectralBrowserToNode: ratio(find(inBrowser, "spectral"), spectral),
    };
  });
}

function ratio(one: SpeedMeasurement | undefined, other: SpeedMeasurement | undefined): number | null {
  return one && other ? one.secondsPer100Steps / other.secondsPer100Steps : null;
}
