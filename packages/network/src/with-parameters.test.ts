import { ShapeError } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { createNetwork } from "./create-network.js";
import { forward } from "./forward.js";
import type { SpectralLayer } from "./kinds/spectral.js";
import type { Network } from "./network.js";
import { parameters } from "./parameters.js";
import { type ParameterUpdate, withParameters } from "./with-parameters.js";

const network = createNetwork({
  inputShape: 3,
  layers: [
    { kind: "spectral", units: 2, activation: "relu" },
    { kind: "s-qr", units: 2, useBias: false },
  ],
});

describe("withParameters", () => {
  it("replaces the named groups and shares the rest", () => {
    const changed = withParameters(network, [{ layer: 0, name: "lambdaOut", values: [7, 8] }]);
    const [before, after] = [network.layers[0] as SpectralLayer, changed.layers[0] as SpectralLayer];
    expect([...after.lambdaOut]).toEqual([7, 8]);
    expect(after.lambdaIn).toBe(before.lambdaIn);
    expect(after.phi).toBe(before.phi);
    expect(changed.layers[2]).toBe(network.layers[2]);
  });

  it("leaves the network that it is given as it was", () => {
    const copy = structuredClone(network);
    withParameters(copy, [{ layer: 0, name: "lambdaIn", values: [1, 2, 3] }]);
    expect(copy).toEqual(structuredClone(network));
    expect(copy.layers.some(Object.isFrozen)).toBe(false);
    expect(Object.isFrozen(withParameters(network, []).layers)).toBe(true);
  });

  it("copies the new values", () => {
    const values = Float32Array.of(7, 8);
    const changed = withParameters(network, [{ layer: 0, name: "lambdaOut", values }]);
    values.fill(0);
    expect([...(changed.layers[0] as SpectralLayer).lambdaOut]).toEqual([7, 8]);
  });

  it("stores a φ that was a recipe", () => {
    const changed = withParameters(network, [{ layer: 0, name: "phi", values: [1, 2, 3, 4, 5, 6] }]);
    expect((changed.layers[0] as SpectralLayer).phi).toEqual({
      rows: 2,
      columns: 3,
      values: Float32Array.of(1, 2, 3, 4, 5, 6),
    });
  });

  it("takes what parameters gives", () => {
    const zeros = withParameters(
      network,
      parameters(network).map((group) => ({ ...group, values: group.values.map(() => 0) })),
    );
    const back = withParameters(zeros, parameters(network));
    expect([...forward(zeros, [1, 2, 3])]).toEqual([0, 0]);
    expect(forward(back, [1, 2, 3])).toEqual(forward(network, [1, 2, 3]));
  });

  it.each<[string, unknown[]]>([
    ["layer must be from 0 to 2, got 3", [{ layer: 3, name: "bias", values: [] }]],
    ["layer 2 (s-qr) has lambdaIn, lambdaOut, R, got bias", [{ layer: 2, name: "bias", values: [1, 2] }]],
    ["layer 1 (activation) has no parameters, got bias", [{ layer: 1, name: "bias", values: [1] }]],
    ["layer 0 (spectral): lambdaIn needs 3 values, got 1", [{ layer: 0, name: "lambdaIn", values: [1] }]],
    [
      "layer 0 (spectral): bias must be finite, got NaN at index 1",
      [{ layer: 0, name: "bias", values: [1, NaN] }],
    ],
    [
      "layer 0 (spectral): bias must be finite, got Infinity at index 0",
      [{ layer: 0, name: "bias", values: [1e39, 0] }],
    ],
    [
      "layer 0 (spectral): bias must be given once, got it twice",
      [
        { layer: 0, name: "bias", values: [1, 2] },
        { layer: 0, name: "bias", values: [1, 2] },
      ],
    ],
  ])("rejects updates: %s", (message, updates) => {
    expect(() => withParameters(network, updates as ParameterUpdate[])).toThrow(`withParameters: ${message}`);
  });

  it("throws a ShapeError for another number of values", () => {
    expect(() => withParameters(network, [{ layer: 0, name: "bias", values: [] }])).toThrow(ShapeError);
  });

  it("checks the network first", () => {
    const broken: Network = { inputShape: [4], layers: network.layers };
    expect(() => withParameters(broken, [])).toThrow(ShapeError);
  });
});
