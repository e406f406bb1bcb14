import { type Method, mappingParameterCount } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { countParameters } from "./count-parameters.js";
import { createNetwork } from "./create-network.js";
import type { LayerSpec } from "./kinds/index.js";
import { materialize } from "./matrix/materialize.js";
import type { SpectralLayer } from "./kinds/spectral.js";
import { parameters, trainableParameters } from "./parameters.js";

const layers: LayerSpec[] = [
  { kind: "spectral", units: 3, activation: "relu" },
  { kind: "s-qr", units: 2, useBias: false },
  { kind: "s-svd", units: 4 },
  { kind: "dense", units: 1 },
];
const network = createNetwork({ inputShape: 5, layers });

describe("parameters", () => {
  it("lists every group that could train with its place and shape", () => {
    const listed = parameters(network).map(({ layer, name, role, shape, trainable }) =>
      [layer, name, role, shape.join("×"), trainable ? "trains" : "frozen"].join(" "),
    );
    expect(listed).toEqual([
      "0 lambdaIn eigenvalues 5 trains",
      "0 lambdaOut eigenvalues 3 trains",
      "0 phi eigenvectors 3×5 frozen",
      "0 bias bias 3 trains",
      "2 lambdaIn eigenvalues 3 trains",
      "2 lambdaOut eigenvalues 2 trains",
      "2 R eigenvectors 3 trains",
      "3 lambdaIn eigenvalues 2 trains",
      "3 lambdaOut eigenvalues 4 trains",
      "3 s eigenvectors 2 trains",
      "3 bias bias 4 trains",
      "4 kernel kernel 1×4 trains",
      "4 bias bias 1 trains",
    ]);
  });

  it("gives the network's own values, a recipe's when they are read", () => {
    const layer = network.layers[0] as SpectralLayer;
    expect(parameters(network)[0]!.values).toBe(layer.lambdaIn);
    expect(parameters(network)[2]!.values).toBe(materialize(layer.phi));
  });

  it("checks the network first", () => {
    expect(() => parameters({ inputShape: [4], layers: network.layers })).toThrow(
      "layer 0 (spectral): inputs must be 4",
    );
  });
});

describe("trainableParameters", () => {
  it("leaves out what is frozen", () => {
    const names = trainableParameters(network).map(({ layer, name }) => `${layer} ${name}`);
    expect(names).toHaveLength(12);
    expect(names).not.toContain("0 phi");
  });
});

describe("countParameters", () => {
  it.each<[Method, LayerSpec]>([
    ["dense", { kind: "dense", units: 3 }],
    ["spectral-one", { kind: "spectral", units: 3, eigenvalues: "one" }],
    ["spectral", { kind: "spectral", units: 3 }],
    ["spectral-full", { kind: "spectral", units: 3, trainable: { phi: true } }],
    ["s-svd", { kind: "s-svd", units: 3 }],
    ["s-qr", { kind: "s-qr", units: 3 }],
  ])("agrees with the published count of %s, wide, square and tall", (method, spec) => {
    for (const inputs of [2, 3, 7]) {
      const single = createNetwork({ inputShape: inputs, layers: [spec] });
      expect(countParameters(single, { bias: false })).toBe(mappingParameterCount(method, inputs, 3));
      expect(countParameters(single)).toBe(mappingParameterCount(method, inputs, 3) + 3);
    }
  });

  it("counts every number, U, V and Q included, where asked", () => {
    // spectral 5 + 3 + 15 + 3, S-QR 3 + 2 + 3 + Q 6, S-SVD 2 + 4 + 2 + U 8 + V 4 + 4, dense 4 + 1
    expect(countParameters(network, { trainableOnly: false })).toBe(26 + 14 + 24 + 5);
    expect(countParameters(network, { trainableOnly: false, bias: false })).toBe(23 + 14 + 20 + 4);
  });

  it("does not make what it counts", () => {
    const huge = createNetwork({
      inputShape: 1e6,
      layers: [{ kind: "spectral", units: 1e6, useBias: false }],
    });
    expect(countParameters(huge, { trainableOnly: false })).toBe(1e12 + 2e6);
  });
});
