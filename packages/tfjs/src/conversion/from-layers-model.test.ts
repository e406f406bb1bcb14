import {
  createLayer,
  type RecipeSource,
  type SpectralLayer,
  activations,
  forward,
  ShapeError,
} from "@reciprocal/network";
import { samplesOf } from "@reciprocal/test-networks";
import { tensor1d, tensor2d } from "@tensorflow/tfjs-core";
import {
  input,
  layers,
  type LayersModel,
  model as functional,
  regularizers,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { hardSwish } from "../kinds/hard-swish.js";
import { qrDense } from "../kinds/s-qr.js";
import { spectralDense } from "../kinds/spectral.js";
import type { ActivationName } from "../mapping/mapping-arguments.js";
import { eachBackend } from "../testing/each-backend.js";
import { outputsOf } from "../testing/outputs-of.js";
import { fromLayersModel } from "./from-layers-model.js";
import { toLayersModel } from "./to-layers-model.js";

type TfjsLayer = layers.Layer;

/** A functional model of layers one after the other. */
function chain(...list: TfjsLayer[]): LayersModel {
  const first = input({ shape: [6] });
  const last = list.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, first);
  return functional({ inputs: first, outputs: last });
}

const mixed = () => [
  spectralDense({ units: 8, activation: "relu", seed: 1, phi: { kind: "normal", deviation: 0.5 } }),
  layers.dense({ units: 7, activation: "tanh", kernelInitializer: "glorotNormal" }),
  layers.elu(),
  qrDense({ units: 5, seed: 2, useBias: false }),
  layers.reLU(),
  layers.activation({ activation: "sigmoid" }),
  layers.softmax(),
];

eachBackend("fromLayersModel", () => {
  it("gives a network and again a model with the same outputs", async () => {
    const models = [
      chain(...mixed()),
      sequential({ layers: [layers.inputLayer({ inputShape: [6] }), ...mixed()] }),
    ];
    for (const model of models) {
      const network = await fromLayersModel(model);
      const values = samplesOf(network, 3);
      const outputs = outputsOf(model, values);
      expect(forward(network, values)).toBeCloseRelative(outputs, { relative: 1e-5, absolute: 1e-6 });
      const again = toLayersModel(network);
      expect(outputsOf(again, values)).toEqual(outputs);
      const kinds = network.layers.map((layer) =>
        layer.kind === "activation" ? layer.activation : layer.kind,
      );
      expect(kinds).toEqual([
        ...["spectral", "relu", "dense", "tanh", "elu"],
        ...["s-qr", "relu", "sigmoid", "softmax"],
      ]);
      model.dispose();
      again.dispose();
    }
  });

  it("transposes the kernel of a dense layer, which tfjs holds in × out", async () => {
    const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
    model.setWeights([
      tensor2d([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      tensor1d([7, 8]),
    ]);
    expect((await fromLayersModel(model)).layers).toEqual([
      {
        kind: "dense",
        inputs: 3,
        outputs: 2,
        kernel: Float32Array.of(1, 3, 5, 2, 4, 6),
        bias: Float32Array.of(7, 8),
        trainable: { kernel: true, bias: true },
      },
    ]);
  });

  it("gives numbers that later training leaves alone", async () => {
    const model = chain(spectralDense({ units: 2 }), layers.dense({ units: 1 }));
    const network = await fromLayersModel(model);
    const before = structuredClone(network);
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await model.trainOnBatch(tensor2d(samplesOf(network, 2), [2, 6]), tensor2d([[1], [2]]));
    expect(network).toEqual(before);
    const after = await fromLayersModel(model);
    expect(after).not.toEqual(before);
    // nor does who changes the network change the model
    const values = samplesOf(network, 2);
    const outputs = outputsOf(model, values);
    for (const layer of after.layers) if ("bias" in layer) layer.bias?.fill(9);
    expect(outputsOf(model, values)).toEqual(outputs);
  });
});

describe("fromLayersModel", () => {
  it("takes the recipe of a matrix that the layer chose by its seed", async () => {
    const model = chain(spectralDense({ units: 4, seed: 9 }));
    const network = await fromLayersModel(model);
    expect(network.layers[0]).toMatchObject({
      phi: { rows: 4, columns: 6, recipe: { kind: "normal", deviation: Math.sqrt(1 / 6) } },
    });
  });

  it("starts layers as createNetwork does, by the activation before them", () => {
    const model = chain(
      spectralDense({ units: 8, activation: "relu" }),
      layers.dropout({ rate: 0.5 }),
      spectralDense({ units: 4, activation: "tanh" }),
      spectralDense({ units: 2, start: "published" }),
    );
    const deviations = model.layers.flatMap((layer) => {
      const { phi } = layer.getConfig() as { phi?: { kind: string; deviation: number } };
      return phi ? [phi] : [];
    });
    // a layer between hides the activation
    expect(deviations).toMatchObject([
      { kind: "normal", deviation: Math.sqrt(1 / 6) },
      { kind: "normal", deviation: Math.sqrt(1 / 8) },
      { kind: "svd-product", deviation: 0.04 },
    ]);
    const after = chain(spectralDense({ units: 8, activation: "relu" }), spectralDense({ units: 2 }));
    expect(after.layers.at(-1)!.getConfig()["phi"]).toMatchObject({ deviation: Math.sqrt(2 / 8) });
    // swish is what TensorFlow.js calls silu
    const swish = chain(layers.dense({ units: 8, activation: "swish" }), spectralDense({ units: 2 }));
    const { phi } = createLayer(
      { kind: "spectral", units: 2 },
      { inputs: 8, arriving: "silu" },
    ) as SpectralLayer;
    const { deviation } = (phi as RecipeSource).recipe;
    expect(deviation).not.toBe(Math.sqrt(1 / 8));
    expect(swish.layers.at(-1)!.getConfig()["phi"]).toMatchObject({ deviation });
  });

  it("reads what trains off the layers as they are now", async () => {
    const frozen = layers.dense({ units: 2, trainable: false });
    const spectral = spectralDense({ units: 3, trainable: false });
    const network = await fromLayersModel(chain(spectral, frozen));
    expect(network.layers).toMatchObject([
      { trainable: { lambdaIn: false, lambdaOut: false, phi: false, bias: false } },
      { trainable: { kernel: false, bias: false } },
    ]);
    const whole = chain(spectralDense({ units: 3 }), layers.dense({ units: 2 }));
    whole.trainable = false;
    expect(
      (await fromLayersModel(whole)).layers.map((layer) => "trainable" in layer && layer.trainable),
    ).toEqual(network.layers.map((layer) => "trainable" in layer && layer.trainable));
    frozen.trainable = true;
    expect((await fromLayersModel(chain(spectralDense({ units: 3 }), frozen))).layers[1]).toMatchObject({
      trainable: { kernel: true, bias: true },
    });
  });

  it("leaves out layers that do something in training alone", async () => {
    const list = mixed();
    const network = await fromLayersModel(chain(...list));
    const { dropout, alphaDropout, gaussianDropout, gaussianNoise } = layers;
    const idle = [
      dropout({ rate: 0.5 }),
      alphaDropout({ rate: 0.5 }),
      gaussianDropout({ rate: 0.5 }),
      gaussianNoise({ stddev: 1 }),
    ];
    const once = chain(...list.flatMap((layer, index) => [layer, ...idle.slice(index, index + 1)]));
    expect(await fromLayersModel(once)).toEqual(network);
    expect(outputsOf(once, samplesOf(network, 2))).toEqual(outputsOf(chain(...list), samplesOf(network, 2)));
  });

  it("says what to do with anything else than a model", async () => {
    const network = await fromLayersModel(chain(...mixed()));
    const given = async (value: unknown) => fromLayersModel(value as LayersModel);
    const message = (...got: string[]) =>
      errorWith(TypeError, "fromLayersModel: ", "a layers model", "got ", ...got);
    await expect(given(undefined)).rejects.toThrow(message("undefined"));
    await expect(given({})).rejects.toThrow(message("an object"));
    await expect(given(Promise.resolve())).rejects.toThrow(message("a promise", "await it"));
    await expect(given(network)).rejects.toThrow(message("a network", "toLayersModel"));
  });

  it("leaves regularizers behind", async () => {
    const regularized = chain(layers.dense({ units: 2, kernelRegularizer: regularizers.l2() }));
    const network = await fromLayersModel(regularized);
    expect(outputsOf(toLayersModel(network), samplesOf(network, 2))).toEqual(
      outputsOf(regularized, samplesOf(network, 2)),
    );
  });

  it.each<[string, TfjsLayer[], string[]]>([
    [
      "a layer that a network does not have",
      [layers.layerNormalization({ name: "a" })],
      [
        ...["layer a (LayerNormalization)", "Dense", "Activation", "ReLU", "ELU", "Softmax"],
        ...["Flatten", "Dropout", "@reciprocal/tfjs"],
      ],
    ],
    [
      "an activation that a network does not have",
      [layers.dense({ units: 2, activation: "selu", name: "b" })],
      ["layer b (Dense): activation", "linear, relu, tanh, sigmoid, elu, softmax", "got selu"],
    ],
    [
      "the same of a layer of ours",
      [spectralDense({ units: 2, activation: "softsign", name: "c" })],
      [
        "layer c (@reciprocal/tfjs/registerLayers>SpectralDense): activation",
        ...["linear, relu, tanh, sigmoid, elu, softmax", "got softsign"],
      ],
    ],
    ["a bounded relu", [layers.reLU({ maxValue: 6, name: "d" })], ["layer d (ReLU): maxValue", "got 6"]],
    [
      "a softmax over samples",
      [layers.softmax({ axis: 0, name: "e" })],
      ["layer e (Softmax): axis", "got 0"],
    ],
  ])("refuses %s, by name", async (_, list, facts) => {
    await expect(fromLayersModel(chain(...list))).rejects.toThrow(
      errorWith(TypeError, "fromLayersModel: ", ...facts),
    );
  });

  it("refuses models that are not one chain", async () => {
    const first = input({ shape: [6] });
    const one = layers.dense({ units: 6, name: "f" });
    const y = one.apply(first) as SymbolicTensor;
    const z = layers.add({ name: "g" }).apply([first, y]) as SymbolicTensor;
    await expect(fromLayersModel(functional({ inputs: first, outputs: z }))).rejects.toThrow(
      errorWith(TypeError, "fromLayersModel: layer g (Add)", "got 2"),
    );
    await expect(fromLayersModel(functional({ inputs: first, outputs: [y, z] }))).rejects.toThrow(
      errorWith(TypeError, "fromLayersModel: ", "one input and one output", "got 1 and 2"),
    );
    const twice = one.apply(y) as SymbolicTensor;
    await expect(fromLayersModel(functional({ inputs: first, outputs: twice }))).rejects.toThrow(
      errorWith(TypeError, "fromLayersModel: layer f (Dense)", "twice"),
    );
  });

  it("refuses inputs of which a size is not known", async () => {
    const model = sequential({ layers: [layers.activation({ activation: "relu", inputShape: [null, 3] })] });
    await expect(fromLayersModel(model)).rejects.toThrow(
      errorWith(ShapeError, "fromLayersModel: ", "got [null, null, 3]"),
    );
  });

  it("refuses numbers that are not finite", async () => {
    const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
    model.setWeights([tensor2d([[NaN]]), tensor1d([0])]);
    await expect(fromLayersModel(model)).rejects.toThrow(
      errorWith(
        RangeError,
        `fromLayersModel: layer ${model.layers[0]!.name} (Dense): kernel`,
        "got NaN at index 0",
      ),
    );
  });

  it("covers every activation that a network has", async () => {
    const names: Record<string, ActivationName> = {
      ...{ linear: "linear", relu: "relu", tanh: "tanh", sigmoid: "sigmoid", elu: "elu", softmax: "softmax" },
      ...{ gelu: "gelu", silu: "swish", softplus: "softplus" },
    };
    const model = chain(
      ...Object.values(names).map((activation) => layers.activation({ activation })),
      ...[layers.leakyReLU(), layers.leakyReLU({ alpha: 0.01 }), hardSwish()],
    );
    const expected = [
      ...Object.keys(names).map((activation) => ({ kind: "activation", activation })),
      // the default of Keras, and that of networks
      { kind: "activation", activation: "leaky-relu", slope: 0.3 },
      { kind: "activation", activation: "leaky-relu" },
      { kind: "activation", activation: "hard-swish" },
    ];
    expect((await fromLayersModel(model)).layers).toEqual(expected);
    const found = new Set(expected.map(({ activation }) => activation));
    expect([...found].sort()).toEqual([...activations].sort());
  });

  it("refuses gelu_new and a slope that no network has", async () => {
    const gelu = chain(layers.activation({ activation: "gelu_new" }));
    await expect(fromLayersModel(gelu)).rejects.toThrow(
      errorWith(TypeError, "gelu_new; it is gelu with a tanh"),
    );
    const steep = chain(layers.leakyReLU({ alpha: 1.5 }));
    await expect(fromLayersModel(steep)).rejects.toThrow(
      errorWith(RangeError, "(LeakyReLU): slope must be", "from 0 to 1, got 1.5"),
    );
  });
});
