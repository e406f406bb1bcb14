import { createNetwork } from "@reciprocal/network";
import { createModel } from "../model.js";

/** A model of rows that nobody trained: two numbers and a column of words, three classes. */
export const tableModel = createModel({
  network: createNetwork({
    inputShape: 6,
    layers: [
      { kind: "spectral", units: 5, activation: "relu" },
      { kind: "dense", units: 3, activation: "softmax" },
    ],
    seed: 3,
  }),
  input: {
    kind: "table",
    columns: [
      { kind: "numbers", name: "age", mean: 30.5, deviation: 10.25, gap: 28 },
      { kind: "words", name: "town", words: ["Oslo", "Rome"], unseen: [0, 0, 1, 0], gap: [0, 0, 0, 1] },
      { kind: "numbers", name: "__proto__", mean: 1e-7, deviation: 1e300 },
    ],
    missing: ["", "?"],
  },
  output: { kind: "classes", name: "kind", classes: ["é", "b", "__proto__"] },
});

/** A model of lists of four numbers, which answers a number. */
export const numbersModel = createModel({
  network: createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 1 }], seed: 5 }),
  input: { kind: "numbers", mean: [1, 2, 3, 4], deviation: [1, 1, 2, 2] },
  output: { kind: "number", name: "price", mean: 100, deviation: 20 },
});

/** A model of gray images of 2×3 pixels, which answers two labels. */
export const imageModel = createModel({
  network: createNetwork({
    inputShape: [2, 3, 1],
    layers: [{ kind: "dense", units: 2, activation: "sigmoid" }],
    seed: 6,
  }),
  input: {
    ...{ kind: "image", height: 2, width: 3, channels: 1, fit: "contain", background: "white" },
    ...{ mean: [0.5], deviation: [0.25] },
  },
  output: { kind: "labels", labels: ["light", "dark"] },
});
