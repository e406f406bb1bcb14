import {
  decodeSafetensors,
  denseFromSafetensors,
  type DenseWeights,
  encodeSafetensors,
  FileFormatError,
  forward,
  toDense,
  toSpectral,
} from "@reciprocal/network";
import { samplesOf } from "@reciprocal/test-networks";
import { damagedSafetensors } from "../damage/safetensors.js";
import { mustHold, type Target } from "../target.js";

const names = [
  { kernel: "fc1.weight", bias: "fc1.bias", activation: "relu" as const },
  { kernel: "fc2.weight" },
];

const floats = (length: number) => Float32Array.from({ length }, (_, i) => i / 4 - 1);

const file = encodeSafetensors({
  tensors: {
    "fc1.weight": { dtype: "F32", shape: [3, 2], data: floats(6) },
    "fc1.bias": { dtype: "F16", shape: [3], data: floats(3) },
    "fc2.weight": { dtype: "F64", shape: [2, 3], data: Float64Array.from(floats(6)) },
    step: { dtype: "I64", shape: [], data: BigInt64Array.of(7n) },
  },
});

/** Square, so that both orientations fit. */
const square = encodeSafetensors({
  tensors: {
    "fc1.weight": { dtype: "BF16", shape: [2, 2], data: floats(4) },
    "fc1.bias": { dtype: "F32", shape: [2], data: floats(2) },
    "fc2.weight": { dtype: "F32", shape: [2, 2], data: floats(4) },
  },
});

export const denseSafetensors: Target<DenseWeights[]> = {
  name: "dense-safetensors",
  inputs: damagedSafetensors([file, square]),
  read: (bytes) =>
    denseFromSafetensors(decodeSafetensors(bytes), {
      layers: names,
      orientation: bytes.length % 2 === 0 ? "out-in" : "in-out",
    }),
  permits: (error) => error instanceof FileFormatError,
  check(layers) {
    mustHold(layers.length === names.length, "must give a layer for each that is named");
    for (const { inputs, outputs, kernel, bias } of layers) {
      mustHold(kernel.length === inputs * outputs, "must have a kernel of its size");
      mustHold(bias === undefined || bias.length === outputs, "must have a bias of its size");
    }
    const isChain = layers.every(({ inputs }, index) => index === 0 || inputs === layers[index - 1]!.outputs);
    const isNetwork = layers.every(
      ({ inputs, outputs, kernel, bias }) =>
        inputs > 0 && outputs > 0 && kernel.every(Number.isFinite) && (bias?.every(Number.isFinite) ?? true),
    );
    if (!isChain || !isNetwork) return; // toSpectral says so
    const network = toDense(toSpectral(layers));
    forward(network, samplesOf(network, 1));
  },
};
