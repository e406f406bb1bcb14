import { createNetwork } from "../../packages/network/dist/index.js";

/** A small network of two kinds of layers. */
export const network = createNetwork({
  inputShape: 4,
  layers: [
    { kind: "spectral", units: 8, activation: "tanh" },
    { kind: "dense", units: 3, activation: "softmax" },
  ],
  seed: 1,
});

const rows = 64;
const inputs = Float32Array.from({ length: 4 * rows }, (_, i) => Math.sin(i * i));

export const samples = { inputs, labels: Array.from({ length: rows }, (_, i) => i % 3) };

/** The i-th of the batches of 8 samples, again and again. */
export const batch = (i) => Array.from({ length: 8 }, (_, row) => (8 * i + row) % rows);
