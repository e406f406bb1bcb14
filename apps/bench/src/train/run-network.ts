import { createNetwork, type Activation, type LayerSpec, type Network } from "@reciprocal/network";
import type { TrainingRun } from "./training-run.js";

/** The network of a run, with its initial values: inputs – width (– width) – classes, every mapping of its method. */
export function runNetwork(
  { method, hiddenLayers, width, seed, settings }: Omit<TrainingRun, "dataset">,
  inputs: number,
  classes: number,
): Network {
  const { bias, sparsity, hiddenActivation, outputActivation } = settings;
  const mapping = mappingSpec(method, settings.initialValues);
  const layer = (units: number, activation: Activation): LayerSpec => ({
    ...mapping,
    start: "published",
    units,
    activation,
    useBias: bias,
    ...(sparsity !== undefined && { sparsity }),
  });
  const hidden = Array.from({ length: hiddenLayers }, () => layer(width, hiddenActivation));
  return createNetwork({ inputShape: inputs, layers: [...hidden, layer(classes, outputActivation)], seed });
}

function mappingSpec(method: TrainingRun["method"], initialValues: TrainingRun["settings"]["initialValues"]) {
  switch (method) {
    case "spectral-one":
      return { kind: "spectral", eigenvalues: "one" } as const;
    case "alternating":
      return { kind: "spectral", trainable: { phi: true } } as const;
    case "s-qr":
      return { kind: method, ...(initialValues === "sparse" && { lambdaIn: 1, lambdaOut: 0 }) } as const;
    default:
      return { kind: method } as const;
  }
}
