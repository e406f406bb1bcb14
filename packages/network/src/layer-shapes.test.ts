import { ShapeError } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { createNetwork } from "./create-network.js";
import { isMapping, isReciprocal } from "./kinds/index.js";
import { dense } from "./kinds/dense.js";
import { sQr } from "./kinds/s-qr.js";
import { sSvd } from "./kinds/s-svd.js";
import { spectral } from "./kinds/spectral.js";
import type { Network } from "./network.js";
import { layerFields } from "./layer-fields.js";
import { inputSize, layerShapes, mappings, outputShape, outputSize } from "./layer-shapes.js";
import { shapeSize } from "./shape.js";
import { withLayers } from "./with-layers.js";

const network = createNetwork({
  inputShape: [4, 3, 2],
  layers: [spectral({ units: 5, activation: "relu" }), dense({ units: 2, useBias: false })],
});

describe("shapes", () => {
  it("of an image become lists at the first mapping and stay so", () => {
    expect(network.inputShape).toEqual([4, 3, 2]);
    expect(layerShapes(network)).toEqual([
      { input: [4, 3, 2], output: [5] },
      { input: [5], output: [5] },
      { input: [5], output: [2] },
    ]);
    expect([outputShape(network), outputSize(network), inputSize(network)]).toEqual([[2], 2, 24]);
  });

  it("of a network without layers are those of its samples", () => {
    const none: Network = { inputShape: [4, 3, 2], layers: [] };
    expect([outputShape(none), outputSize(none), layerShapes(none)]).toEqual([[4, 3, 2], 24, []]);
    expect(shapeSize([])).toBe(1);
  });

  it("are found without looking at numbers, and refused if they do not follow from one another", () => {
    const [first, , last] = network.layers;
    const wrong = { ...network, layers: [{ ...first!, lambdaIn: new Float32Array(1) }, last!] as never };
    expect(layerShapes(wrong)).toHaveLength(2);
    expect(() => layerShapes(withLayers(network, [last!]))).toThrow(ShapeError);
    expect(() => layerShapes(withLayers(network, [last!]))).toThrow(/layer 0 \(dense\): inputs.*24.*got 5/);
  });
});

describe("mappings", () => {
  it("are the layers with weights, each with its place and shapes", () => {
    expect(
      mappings(network).map(({ index, layer, input, output }) => [index, layer.kind, input, output]),
    ).toEqual([
      [0, "spectral", [4, 3, 2], [5]],
      [2, "dense", [5], [2]],
    ]);
    expect(network.layers.map(isMapping)).toEqual([true, false, true]);
    expect(network.layers.map(isReciprocal)).toEqual([true, false, false]);
  });
});

describe("layerFields", () => {
  it("are all lists of numbers and matrices that a layer has, with their roles", () => {
    const layers = createNetwork({
      inputShape: 4,
      layers: [sQr({ units: 3 }), sSvd({ units: 2, useBias: false })],
    }).layers;
    expect(
      layers.map((layer) =>
        layerFields(layer).map(({ name, role, storage, shape, trains, packed }) =>
          [name, role, storage, shape.join("×"), trains ? "trains" : "frozen", packed?.side ?? ""]
            .join(" ")
            .trim(),
        ),
      ),
    ).toEqual([
      [
        "lambdaIn eigenvalues vector 4 trains",
        "lambdaOut eigenvalues vector 3 trains",
        "Q basis matrix 3×4 frozen",
        "R eigenvectors numbers 6 trains lower",
        "bias bias vector 3 trains",
      ],
      [
        "lambdaIn eigenvalues vector 3 trains",
        "lambdaOut eigenvalues vector 2 trains",
        "U basis matrix 2×2 frozen",
        "s eigenvectors vector 2 trains",
        "V basis matrix 3×2 frozen",
      ],
    ]);
    expect(layerFields({ kind: "activation", activation: "relu" })).toEqual([]);
  });
});

describe("factories", () => {
  it("fill in the kind", () => {
    const specs = [dense, spectral, sSvd, sQr].map((make) => make({ units: 2, activation: "tanh" }));
    expect(specs).toEqual(
      ["dense", "spectral", "s-svd", "s-qr"].map((kind) => ({ kind, units: 2, activation: "tanh" })),
    );
  });
});
