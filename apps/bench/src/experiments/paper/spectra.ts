import type { Network } from "@reciprocal/network";
import type { PaperLine } from "./paper-run.js";

/** The spectra of every mapping that has some, in order, to five digits: for pictures, and short in a file. */
export function networkSpectra(before: Network, after: Network): NonNullable<PaperLine["spectra"]> {
  const short = (values: Float32Array) => Array.from(values, (value) => Number(value.toPrecision(5)));
  return before.layers.flatMap((layer, index) => {
    const trained = after.layers[index]!;
    if (!("lambdaIn" in layer) || !("lambdaIn" in trained)) return [];
    return [
      {
        lambdaIn: { before: short(layer.lambdaIn), after: short(trained.lambdaIn) },
        lambdaOut: { before: short(layer.lambdaOut), after: short(trained.lambdaOut) },
      },
    ];
  });
}
