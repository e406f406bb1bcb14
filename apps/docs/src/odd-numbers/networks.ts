import {
  createNetwork,
  dense,
  type LayerSpec,
  type Network,
  spectral,
  withParameters,
} from "@reciprocal/network";

/** y = w x + b of `inputs` numbers, with all weights the same. */
export function uniform(
  weight: number,
  {
    inputs = 1,
    outputs = 1,
    activation = "linear",
  }: {
    readonly inputs?: number;
    readonly outputs?: number;
    readonly activation?: "linear" | "softmax" | "sigmoid";
  } = {},
): Network {
  const network = createNetwork({ inputShape: inputs, layers: [dense({ units: outputs, activation })] });
  const values = new Float32Array(inputs * outputs).fill(weight);
  return withParameters(network, [{ layer: 0, name: "kernel", values }]);
}

/** A spectral layer whose eigenvalues are all the same, so that w = 0. */
export function silent(inputs = 2, outputs = 2, activation: "linear" | "softmax" = "linear"): Network {
  const network = createNetwork({
    inputShape: inputs,
    layers: [spectral({ units: outputs, phi: { kind: "normal", deviation: 1 }, activation })],
  });
  return withParameters(network, [
    { layer: 0, name: "lambdaIn", values: new Float32Array(inputs).fill(3) },
    { layer: 0, name: "lambdaOut", values: new Float32Array(outputs).fill(3) },
  ]);
}

/** One node in, one node out, one hidden node of the given kind. */
export const narrow = (spec: LayerSpec = { kind: "spectral", units: 1 }): Network =>
  createNetwork({ inputShape: 1, layers: [spec, dense({ units: 1 })] });

export const f32 = (...values: number[]): Float32Array => Float32Array.from(values);
