import { createNetwork, withTrainable, type LayerSpec, type Network } from "@reciprocal/network";

/** A network of 5 inputs; biases start from zero. */
export const network = (layers: LayerSpec[], seed = 3): Network =>
  createNetwork({
    inputShape: 5,
    layers: layers.map((spec) => ({ start: "published", ...spec })),
    seed,
  });

export const hidden = { units: 4, activation: "tanh" } as const;
export const wide = { units: 8, activation: "tanh" } as const;
export const last = { units: 3, activation: "softmax" } as const;
// the published values are small for layers this tiny: larger ones give gradients that are told from rounding
export const large = { lambdaIn: { low: -3, high: 3 }, lambdaOut: { low: -2, high: 2 } } as const;
export const phi = { kind: "normal", deviation: 0.6 } as const;

/** Networks of every kind, with what is special to training one. */
export const kinds: readonly { readonly name: string; readonly network: Network }[] = [
  {
    name: "dense",
    network: network([
      { kind: "dense", ...hidden },
      { kind: "dense", ...last },
    ]),
  },
  {
    name: "dense without bias",
    network: network([
      { kind: "dense", ...hidden, useBias: false },
      { kind: "dense", ...last },
    ]),
  },
  {
    name: "spectral, two sets",
    network: network([
      { kind: "spectral", ...hidden, ...large, phi },
      { kind: "spectral", ...last, ...large, phi },
    ]),
  },
  {
    name: "spectral, one set",
    network: network([
      { kind: "spectral", ...hidden, eigenvalues: "one", lambdaOut: large.lambdaOut, phi },
      { kind: "spectral", ...last, eigenvalues: "one", lambdaOut: large.lambdaOut, phi },
    ]),
  },
  {
    name: "spectral, all trained",
    network: withTrainable(
      network([
        { kind: "spectral", ...hidden, ...large, phi },
        { kind: "spectral", ...last, ...large, phi },
      ]),
      "all",
    ),
  },
  {
    name: "spectral, eigenvectors only",
    network: withTrainable(
      network([
        { kind: "spectral", ...hidden, ...large, phi },
        { kind: "spectral", ...last, ...large, phi },
      ]),
      "eigenvectors",
    ),
  },
  {
    name: "S-SVD, wider",
    network: network([
      { kind: "s-svd", ...wide, ...large, s: { low: 20, high: 40 } },
      { kind: "s-svd", ...last, ...large, s: { low: 20, high: 40 } },
    ]),
  },
  {
    name: "S-QR, narrower",
    network: network([
      { kind: "s-qr", ...hidden, ...large },
      { kind: "s-qr", ...last, ...large },
    ]),
  },
  {
    name: "S-QR, wider",
    network: network([
      { kind: "s-qr", ...wide, ...large },
      { kind: "s-qr", ...last, ...large },
    ]),
  },
];
