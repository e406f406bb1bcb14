import { describe, expect, it } from "vitest";
import { createNetwork } from "./create-network.js";
import type { SpectralLayer } from "./kinds/spectral.js";
import type { Network } from "./network.js";
import { trainableParameters } from "./parameters.js";
import { type TrainableChoice, withTrainable } from "./with-trainable.js";

const network = createNetwork({
  inputShape: 3,
  layers: [
    { kind: "spectral", units: 2, activation: "relu" },
    { kind: "s-qr", units: 2, useBias: false },
    { kind: "s-svd", units: 2, useBias: false },
    { kind: "dense", units: 2 },
  ],
});
const trained = (changed: Network) =>
  trainableParameters(changed).map(({ layer, name }) => `${layer} ${name}`);
const eigenvalues = ["0 lambdaIn", "0 lambdaOut", "2 lambdaIn", "2 lambdaOut", "3 lambdaIn", "3 lambdaOut"];
const eigenvectors = ["0 phi", "2 R", "3 s", "4 kernel"];
const biases = ["0 bias", "4 bias"];

describe("withTrainable", () => {
  it.each<[TrainableChoice, string[]]>([
    ["eigenvalues", [...eigenvalues, ...biases]],
    ["eigenvectors", [...eigenvectors, ...biases]],
    ["all", [...eigenvalues, ...eigenvectors, ...biases]],
    ["none", []],
    [
      { lambdaIn: false, kernel: false },
      ["0 lambdaOut", "0 bias", "2 lambdaOut", "2 R", "3 lambdaOut", "3 s", "4 bias"],
    ],
  ])("lets train what %o names", (choice, names) => {
    expect(trained(withTrainable(network, choice)).sort()).toEqual([...names].sort());
  });

  it("leaves biases as they were under eigenvalues and eigenvectors", () => {
    const none = withTrainable(network, "none");
    expect(trained(withTrainable(none, "eigenvalues"))).toEqual(eigenvalues);
    expect(trained(withTrainable(none, "eigenvectors"))).toEqual(eigenvectors);
    expect(trained(withTrainable(none, "all"))).toEqual(trained(withTrainable(network, "all")));
  });

  it("shares all numbers and leaves the network that it is given as it was", () => {
    const before = trained(network);
    const changed = withTrainable(network, "none");
    expect(trained(network)).toEqual(before);
    const [old, shared] = [network.layers[0] as SpectralLayer, changed.layers[0] as SpectralLayer];
    expect(shared.phi).toBe(old.phi);
    expect(shared.lambdaIn).toBe(old.lambdaIn);
    expect(changed.layers[1]).toBe(network.layers[1]);
  });

  it("rejects a choice that it does not know", () => {
    expect(() => withTrainable(network, "weights" as TrainableChoice)).toThrow(
      "withTrainable: choice must be eigenvalues, eigenvectors, all, none or a record, got weights",
    );
    expect(() => withTrainable(network, { Q: true } as TrainableChoice)).toThrow(
      "withTrainable: the network has lambdaIn, lambdaOut, phi, bias, R, s, kernel, got Q",
    );
    expect(() => withTrainable(network, { phi: 1 } as unknown as TrainableChoice)).toThrow(
      "withTrainable: phi must be true or false, got 1",
    );
  });
});
