import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNetwork } from "./create-network.js";
import { forward } from "./forward.js";
import { everyKind } from "./testing/every-kind.js";
import { toDense } from "./to-dense.js";
import { withTrainable } from "./with-trainable.js";
import { denseFromSafetensors, type DenseFromSafetensorsOptions } from "./files/dense-safetensors.js";
import { FileFormatError } from "./files/error.js";
import { type DenseWeights, toSpectral } from "./to-spectral.js";
import { decodeSafetensors, encodeSafetensors } from "./files/safetensors.js";

const kernel = Float32Array.of(1, 2, 3, 4, 5, 6);
const bias = Float32Array.of(0.5, -0.5);
const weights: DenseWeights = { inputs: 3, outputs: 2, kernel, bias, activation: "relu" };

describe("toSpectral", () => {
  it("takes w as φ, with 1 and 0 as eigenvalues that train", () => {
    expect(toSpectral([weights])).toEqual({
      inputShape: [3],
      layers: [
        {
          kind: "spectral",
          inputs: 3,
          outputs: 2,
          bias,
          lambdaIn: Float32Array.of(1, 1, 1),
          lambdaOut: Float32Array.of(0, 0),
          phi: { rows: 2, columns: 3, values: kernel },
          trainable: { lambdaIn: true, lambdaOut: true, phi: false, bias: true },
        },
        { kind: "activation", activation: "relu" },
      ],
    });
  });

  it("takes the slope of leaky-relu", () => {
    const leaky = { ...weights, activation: "leaky-relu", slope: 0.3 } as const;
    expect(toSpectral([leaky]).layers[1]).toEqual({
      kind: "activation",
      activation: "leaky-relu",
      slope: 0.3,
    });
    expect(() => toSpectral({ inputs: 1 } as never)).toThrow("network: inputShape must be an array");
    expect(() => toSpectral(undefined as never)).toThrow("network must be an object, got undefined");
    expect(() => toSpectral([{ ...weights, slope: 0.3 }])).toThrow(
      "toSpectral: layers[0]: slope is for the activation leaky-relu alone, got it with relu",
    );
  });

  it("gives the outputs of the dense network, bit for bit", () => {
    const dense = createNetwork({
      inputShape: 5,
      layers: [
        { kind: "dense", units: 7, activation: "tanh", sparsity: 0.3 },
        { kind: "dense", units: 3, activation: "softmax", useBias: false },
      ],
      seed: 3,
    });
    const spectral = toSpectral(dense);
    expect(spectral.layers.map(({ kind }) => kind)).toEqual([
      "spectral",
      "activation",
      "spectral",
      "activation",
    ]);
    const sample = fc.float32Array({ minLength: 5, maxLength: 5, noNaN: true, min: -100, max: 100 });
    fc.assert(
      fc.property(sample, (x) => {
        expect(forward(spectral, x)).toEqual(forward(dense, x));
      }),
    );
    expect(toDense(spectral)).toEqual(toDense(dense));
  });

  it("turns only the dense layers of a network, and keeps their masks and whether their bias trains", () => {
    const turned = toSpectral(everyKind);
    expect(turned.layers.slice(0, 6)).toEqual(everyKind.layers.slice(0, 6));
    expect(turned.layers[6]).toMatchObject({
      kind: "spectral",
      sparsity: 0,
      mask: Uint8Array.of(1, 1, 1, 0),
    });
    const frozen = withTrainable(everyKind, { bias: false });
    expect(toSpectral(frozen).layers[6]).toMatchObject({ trainable: { lambdaIn: true, bias: false } });
  });

  it("refuses layers that do not fit", () => {
    expect(() => toSpectral([{ ...weights, biases: bias } as DenseWeights])).toThrow(
      /toSpectral: layers\[0\]: unknown option biases/,
    );
    expect(() => toSpectral([])).toThrow("toSpectral: needs at least one layer, got none");
    expect(() => toSpectral([weights, weights])).toThrow(
      "layer 2 (dense): inputs must be 2, what arrives at the layer, got 3",
    );
    expect(() => toSpectral([{ ...weights, inputs: 4 }])).toThrow(
      "layer 0 (dense): kernel needs 8 values, got 6",
    );
    expect(() => toSpectral([{ ...weights, kernel: kernel.with(2, NaN) }])).toThrow(
      "layer 0 (dense): kernel must be finite, got NaN at index 2",
    );
  });
});

describe("denseFromSafetensors", () => {
  const file = decodeSafetensors(
    encodeSafetensors({
      tensors: {
        "fc1.weight": { dtype: "F32", shape: [2, 3], data: kernel },
        "fc1.bias": { dtype: "F64", shape: [2], data: Float64Array.from(bias) },
        "turned.weight": { dtype: "F16", shape: [3, 2], data: Float32Array.of(1, 4, 2, 5, 3, 6) },
        "one.weight": { dtype: "F32", shape: [6], data: kernel },
        "whole.weight": { dtype: "I32", shape: [2, 3], data: Int32Array.from(kernel) },
      },
    }),
  );

  it("takes kernels that lie out × in", () => {
    const layers = [{ kernel: "fc1.weight", bias: "fc1.bias", activation: "relu" }] as const;
    expect(denseFromSafetensors(file, { layers })).toEqual([weights]);
    const leaky = { kernel: "fc1.weight", activation: "leaky-relu", slope: 0.2 } as const;
    expect(denseFromSafetensors(file, { layers: [leaky] })).toMatchObject([
      { activation: "leaky-relu", slope: 0.2 },
    ]);
  });

  it("takes kernels that lie in × out", () => {
    const [layer] = denseFromSafetensors(file, {
      layers: [{ kernel: "turned.weight" }],
      orientation: "in-out",
    });
    expect(layer).toEqual({ inputs: 3, outputs: 2, kernel });
  });

  it.each<[string, DenseFromSafetensorsOptions["layers"][number]]>([
    ["the file must have a tensor fc2.weight, got fc1.bias, fc1.weight,", { kernel: "fc2.weight" }],
    ["the file must have a tensor constructor,", { kernel: "constructor" }],
    ["one.weight must have 2 sizes, got [6]", { kernel: "one.weight" }],
    ["whole.weight must be F64, F32, F16 or BF16, got I32", { kernel: "whole.weight" }],
    ["fc1.weight must have 1 sizes, got [2, 3]", { kernel: "fc1.weight", bias: "fc1.weight" }],
    [
      "fc1.bias needs 3 values, as turned.weight has outputs, got 2",
      { kernel: "turned.weight", bias: "fc1.bias" },
    ],
  ])("refuses names: %s", (message, names) => {
    const read = () => denseFromSafetensors(file, { layers: [names] });
    expect(read).toThrow(FileFormatError);
    expect(read).toThrow(`denseFromSafetensors: ${message}`);
  });

  it("refuses an unknown option or orientation", () => {
    const more = { layers: [], transposed: true } as DenseFromSafetensorsOptions;
    expect(() => denseFromSafetensors(file, more)).toThrow(/denseFromSafetensors: unknown option transposed/);
    const misspelt = [{ kernel: "fc1.weight", biases: "fc1.bias" }];
    expect(() => denseFromSafetensors(file, { layers: misspelt })).toThrow(
      /denseFromSafetensors: layers\[0\]: unknown option biases/,
    );
    const options = { layers: [], orientation: "out" } as unknown as DenseFromSafetensorsOptions;
    expect(() => denseFromSafetensors(file, options)).toThrow(/denseFromSafetensors: orientation.*got "out"/);
  });
});
