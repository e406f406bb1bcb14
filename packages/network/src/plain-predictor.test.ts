import { ShapeError } from "@reciprocal/spectral";
import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { createNetwork } from "./create-network.js";
import { forward } from "./forward.js";
import type { DenseLayer } from "./kinds/dense.js";
import type { Network } from "./network.js";
import { createPlainPredictor } from "./plain-predictor.js";

const one: Network = {
  inputShape: [2],
  layers: [
    {
      kind: "dense",
      inputs: 2,
      outputs: 3,
      kernel: Float32Array.of(1, 2, -3, 4, 0.5, 0),
      bias: Float32Array.of(10, 20, 30),
      trainable: { kernel: true, bias: true },
    },
    { kind: "activation", activation: "relu" },
  ],
};

describe("createPlainPredictor", () => {
  it("computes w x + b and the activation, sample by sample", () => {
    // [1 2; −3 4; 0.5 0] (1, 1) + b = (13, 21, 30.5); (8, −2): (14, 20 − 32 → 0, 34); (0, 0): b
    const predictor = createPlainPredictor(one);
    expect([...predictor.predict(Float32Array.of(1, 1, 8, -2, 0, 0))]).toEqual([
      13, 21, 30.5, 14, 0, 34, 10, 20, 30,
    ]);
  });

  it.each([1, 7, 8, 9, 16, 17])("fills the panels of a kernel of %i rows", (units) => {
    const network = createNetwork({
      inputShape: 5,
      layers: [
        { kind: "dense", units },
        { kind: "dense", units: 3, activation: "tanh" },
      ],
      seed: 2,
    });
    const inputs = Float32Array.of(1, 0, -2, 0.5, 0, 3, 0, 0, 1, 1);
    expect(createPlainPredictor(network).predict(inputs)).toBeCloseRelative(forward(network, inputs), {
      relative: 1e-6,
      absolute: 1e-7,
    });
  });

  it("takes a byte b as b / 255, with the same outputs as of such numbers", () => {
    const network = createNetwork({ inputShape: [2, 2, 3], layers: [{ kind: "spectral", units: 4 }] });
    const bytes = Uint8Array.from({ length: 24 }, (_, i) => (i * 53) % 256);
    const predictor = createPlainPredictor(network);
    expect(predictor.predict(bytes)).toEqual(
      predictor.predict(Float32Array.from(bytes, (byte) => byte / 255)),
    );
  });

  it("gives each call an array of its own", () => {
    const predictor = createPlainPredictor(one);
    const first = predictor.predict(Float32Array.of(1, 1));
    predictor.predict(Float32Array.of(8, -2));
    expect([...first]).toEqual([13, 21, 30.5]);
  });

  it("keeps what the network held when it was made", () => {
    const network = createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 2 }], seed: 1 });
    const layer = network.layers[0] as DenseLayer & { bias: Float32Array };
    const predictor = createPlainPredictor(network);
    const before = predictor.predict(Float32Array.of(1, 2));
    layer.kernel.fill(7);
    layer.bias.fill(7);
    expect(predictor.predict(Float32Array.of(1, 2))).toEqual(before);
  });

  it("refuses inputs that do not fit", () => {
    const predictor = createPlainPredictor(one);
    expect(() => predictor.predict([1, 2] as never)).toThrow(
      new TypeError("predict: inputs must be a Float32Array or a Uint8Array, got an array of 2"),
    );
    expect(() => predictor.predict(new Float32Array(3))).toThrow(
      new ShapeError("predict: needs samples of 2 numbers each, got 3 numbers in all"),
    );
    expect(() => predictor.predict(new Float32Array(0))).toThrow(ShapeError);
    expect(() => predictor.predict(Float32Array.of(1, NaN))).toThrow(
      new RangeError("predict: inputs: number 1 is NaN, needed a finite number"),
    );
  });

  it("refuses a network that is malformed, and weights that float32 cannot hold", () => {
    expect(() => createPlainPredictor({ inputShape: [3], layers: one.layers })).toThrow(ShapeError);
    const large: Network = {
      inputShape: [1],
      layers: [
        {
          kind: "spectral",
          inputs: 1,
          outputs: 1,
          lambdaIn: Float32Array.of(3e30),
          lambdaOut: Float32Array.of(0),
          phi: { rows: 1, columns: 1, values: Float32Array.of(3e30) },
          trainable: { lambdaIn: true, lambdaOut: true, phi: false, bias: true },
        },
      ],
    };
    expect(() => createPlainPredictor(large)).toThrow(
      new RangeError(
        "createPlainPredictor: layer 0 (spectral): kernel must be finite, got Infinity at index 0",
      ),
    );
  });
});
