import type { Network } from "../network.js";

const trainable = { lambdaIn: true, lambdaOut: true, bias: true };

/** What version 3 cannot hold: layers whose factors were made for more nodes. */
export const cut: Network = {
  inputShape: [3],
  layers: [
    {
      kind: "s-qr",
      inputs: 3,
      outputs: 2,
      lambdaIn: Float32Array.of(1, 2, -1),
      lambdaOut: Float32Array.of(0.5, 0),
      bias: Float32Array.of(0.25, -0.25),
      // lower, rows 0 and 2 of three, two inputs fewer
      madeAs: [3, 5],
      lines: Uint8Array.of(1, 0, 1),
      Q: {
        rows: 3,
        columns: 3,
        selection: {
          of: { rows: 3, columns: 5, recipe: { kind: "q-of-normal", seed: 5, deviation: 0.5 } },
          rowIndices: Uint32Array.of(0, 1, 2),
          columnIndices: Uint32Array.of(1, 2, 4),
        },
      },
      R: Float32Array.of(1, 2, 3, -0.5),
      trainable: { ...trainable, R: true },
    },
    { kind: "activation", activation: "relu" },
    {
      kind: "s-svd",
      inputs: 2,
      outputs: 2,
      lambdaIn: Float32Array.of(1, 1),
      lambdaOut: Float32Array.of(0, -2),
      madeAs: [3, 4],
      U: { rows: 2, columns: 3, values: Float32Array.of(1, 0, 2, 3, -1, 1) },
      s: Float32Array.of(1, 0.5, 2),
      V: { rows: 2, columns: 3, values: Float32Array.of(1, 1, 0, 0, 2, 1) },
      trainable: { ...trainable, s: true },
    },
    { kind: "activation", activation: "tanh" },
    {
      kind: "s-qr",
      inputs: 2,
      outputs: 3,
      lambdaIn: Float32Array.of(1, 3),
      lambdaOut: Float32Array.of(0, 0, 1),
      // upper, columns 0 and 2 of three
      madeAs: [4, 3],
      lines: Uint8Array.of(1, 0, 1),
      Q: { rows: 3, columns: 3, values: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) },
      R: Float32Array.of(1, 2, 3, 4),
      trainable: { ...trainable, R: true },
    },
  ],
};
