import {
  type ActivationLayer,
  createNetwork,
  type DenseLayer,
  forward,
  type Layer,
  type Network,
  submatrix,
  withTrainable,
} from "@reciprocal/network";
import { networksOf, samplesOf, withStoredMatrices } from "@reciprocal/test-networks";
import { memory, tensor2d } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { eachBackend } from "../testing/each-backend.js";
import { asReturned, convertible, mapped } from "../testing/networks.js";
import { outputsOf } from "../testing/outputs-of.js";
import { fromLayersModel } from "./from-layers-model.js";
import { toDenseLayersModel } from "./to-dense-layers-model.js";
import { toLayersModel } from "./to-layers-model.js";

const activation = (name: ActivationLayer["activation"]): Layer => ({ kind: "activation", activation: name });

/** There and back. */
async function returned(network: Network): Promise<Network> {
  const model = toLayersModel(network);
  const again = await fromLayersModel(model);
  model.dispose();
  return again;
}

eachBackend("toLayersModel", () => {
  it.each(Object.entries(convertible))("gives the outputs of the network: %s", (_, network) => {
    const values = samplesOf(network, 4);
    const model = toLayersModel(network);
    const expected = forward(network, values);
    expect(outputsOf(model, values)).toBeCloseRelative(expected, { relative: 1e-5, absolute: 1e-6 });
    model.dispose();
  });

  it.each(Object.entries(convertible))(
    "makes a model from which the same network comes back: %s",
    async (_, network) => {
      expect(await returned(network)).toEqual(asReturned(network));
    },
  );

  it("keeps no tensor once the model is disposed", async () => {
    const before = memory().numTensors;
    for (const network of Object.values(mapped)) await returned(network);
    expect(memory().numTensors).toBe(before);
  });
});

describe("toLayersModel", () => {
  it("takes a selection from a seeded matrix as its numbers, and refuses fixed masks", () => {
    const network = createNetwork({ inputShape: 4, layers: [{ kind: "spectral", units: 3 }] });
    const [layer] = network.layers;
    if (layer?.kind !== "spectral") throw new Error("other layer than expected");
    const all = (length: number) => Uint32Array.from({ length }, (_, i) => length - 1 - i);
    const phi = submatrix(layer.phi, { rowIndices: all(3), columnIndices: all(4) });
    const selected: Network = { inputShape: [4], layers: [{ ...layer, phi }] };
    const values = samplesOf(network, 2);
    const model = toLayersModel(selected);
    expect(outputsOf(model, values)).toBeCloseRelative(forward(selected, values), {
      relative: 1e-5,
      absolute: 1e-6,
    });
    model.dispose();
    const masked = { inputShape: [4], layers: [{ ...layer, mask: new Uint8Array(12) }] };
    expect(() => toLayersModel(masked)).toThrow(errorWith(TypeError, "toLayersModel: ", "mask"));
  });

  it("keeps every choice of what trains", async () => {
    for (const network of Object.values(mapped)) {
      for (const choice of ["eigenvalues", "none", { bias: false }] as const) {
        if (typeof choice === "object" && !("bias" in network.layers[0]!)) continue;
        const chosen = withTrainable(network, choice);
        expect(await returned(chosen)).toEqual(asReturned(chosen));
      }
      // a phi that trains comes back as its numbers
      const all = withStoredMatrices(withTrainable(network, "all"));
      expect(await returned(all)).toEqual(all);
    }
  });

  it("makes a plain dense layer of what tf.layers.dense can say, and one of ours of the rest", async () => {
    const flags = [true, false];
    const found: string[] = [];
    for (const name of ["to fewer nodes", "without bias"]) {
      const [dense] = networksOf("dense")[name]!.layers as [DenseLayer];
      for (const kernel of flags) {
        for (const bias of flags) {
          const network = { inputShape: [5], layers: [{ ...dense, trainable: { kernel, bias } }] };
          const model = toLayersModel(network);
          found.push(model.layers[0]!.getClassName().replace(/.*>/, ""));
          expect(await fromLayersModel(model)).toEqual(network);
        }
      }
    }
    expect(found).toEqual([
      ...["Dense", "SparseDense", "SparseDense", "Dense"], // both, kernel, bias, none
      ...["Dense", "SparseDense", "Dense", "SparseDense"],
    ]);
  });

  it("makes numbers of a phi that trains, and of no other matrix", async () => {
    const recipes = createNetwork({
      inputShape: 6,
      layers: [
        { kind: "spectral", units: 5, trainable: { phi: true } },
        { kind: "s-svd", units: 4 },
      ],
    });
    const [trained, svd] = (await returned(recipes)).layers;
    expect([trained]).toEqual(withStoredMatrices({ inputShape: [6], layers: [recipes.layers[0]!] }).layers);
    expect(svd).toEqual(recipes.layers[1]);
  });

  it("folds an activation into the mapping before it, and makes a layer of any other", async () => {
    const [mapping] = networksOf("dense")["to fewer nodes"]!.layers;
    const cases: [Layer[], string[]][] = [
      [[mapping!, activation("relu")], ["Dense"]],
      [
        [mapping!, activation("relu"), activation("tanh")],
        ["Dense", "Activation"],
      ],
      [
        [mapping!, activation("linear"), activation("tanh")],
        ["Dense", "Activation", "Activation"],
      ],
      [
        [activation("relu"), mapping!],
        ["Activation", "Dense"],
      ],
      [[activation("linear")], ["Activation"]],
    ];
    for (const [layers, classes] of cases) {
      const model = toLayersModel({ inputShape: [5], layers });
      expect(model.layers.map((layer) => layer.getClassName())).toEqual(classes);
      expect(await fromLayersModel(model)).toEqual({ inputShape: [5], layers });
    }
  });

  it("leaves a lambdaIn that is zero and frozen out of the weights", () => {
    const names = (network: Network) =>
      toLayersModel(network).weights.map(({ originalName }) => originalName.split("/").at(-1));
    const one = networksOf("spectral")["one set of eigenvalues"]!;
    expect(names(one)).toEqual(["lambdaOut", "bias"]);
    expect(names(withTrainable(one, { lambdaIn: true }))).toEqual(["lambdaIn", "lambdaOut", "bias"]);
    expect(names(withTrainable(networksOf("spectral")["to fewer nodes"]!, { lambdaIn: false }))).toContain(
      "lambdaIn",
    );
  });

  it("trains what the network's flags say", () => {
    const network = withTrainable(networksOf("s-qr")["to fewer nodes"]!, { R: false });
    const model = toLayersModel(network);
    const names = model.trainableWeights.map(({ originalName }) => originalName.split("/").at(-1));
    expect(names).toEqual(["lambdaIn", "lambdaOut", "bias"]);
  });

  it("leaves the network's own numbers alone", async () => {
    const network = networksOf("spectral")["to fewer nodes"]!;
    const before = structuredClone(network);
    const model = toLayersModel(network);
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });

    await model.trainOnBatch(tensor2d(samplesOf(network, 1), [1, 5]), tensor2d([[1, 2, 3, 4]]));
    expect(network).toEqual(before);
  });

  it.each([
    ["toLayersModel", toLayersModel],
    ["toDenseLayersModel", toDenseLayersModel],
  ])("says what to do with anything else than a network: %s", (name, convert) => {
    const model = toLayersModel(createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 1 }] }));
    const message = (...got: string[]) => errorWith(TypeError, `${name}: `, "a network", "got ", ...got);
    expect(() => convert(undefined as never)).toThrow(message("undefined"));
    expect(() => convert(fromLayersModel(model) as never)).toThrow(message("a promise", "await it"));
    expect(() => convert(model as never)).toThrow(message("a layers model", "await fromLayersModel(model)"));
    expect(() => convert({ inputShape: [0] } as never)).toThrow(
      errorWith(RangeError, "network: inputShape", "got 0"),
    );
  });

  it("keeps λ_in a weight if it trains, though it is zero", async () => {
    const one = networksOf("spectral")["one set of eigenvalues"]!;
    const network = withTrainable(one, "eigenvalues");
    expect(await returned(network)).toEqual(network);
  });

  it("refuses a network without layers", () => {
    expect(() => toLayersModel({ inputShape: [3], layers: [] })).toThrow(
      errorWith(RangeError, "toLayersModel: ", "got none"),
    );
  });
});
