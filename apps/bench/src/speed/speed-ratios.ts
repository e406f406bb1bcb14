import type { SpeedMeasurement, SpeedRatios } from "./speed-report.js";
import type { SpeedMethod } from "./speed-subject.js";

/** Compares the engines, one entry per network, in the order in which they were measured. */
export function speedRatios(measurements: readonly SpeedMeasurement[]): SpeedRatios[] {
  return [...new Set(measurements.map(({ network }) => network))].map((network) => {
    const find = (engine: string, method: SpeedMethod) =>
      measurements.find((m) => m.network === network && m.method === method && m.engine.startsWith(engine));
    const dense = find("reciprocal", "dense");
    const spectral = find("reciprocal", "spectral");
    return {
      network,
      spectralToDense: ratio(spectral, dense),
      spectralShareOfPeak: spectral?.shareOfPeak ?? null,
      tfjsFitToDense: ratio(find("tfjs-wasm fit", "dense"), dense),
      tfjsExplicitFitToDense: ratio(find("tfjs-wasm explicit transposes fit", "dense"), dense),
      tfjsExplicitLoopToDense: ratio(find("tfjs-wasm explicit transposes loop", "dense"), dense),
      denseToPytorch: ratio(dense, find("pytorch", "dense")),
      spectralToPytorch: ratio(spectral, find("pytorch", "spectral")),
    };
  });
}

function ratio(one: SpeedMeasurement | undefined, other: SpeedMeasurement | undefined): number | null {
  return one && other ? one.secondsPer100Steps / other.secondsPer100Steps : null;
}
