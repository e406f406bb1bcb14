import { createModel, encodeModel, type Model } from "@reciprocal/model";
import { networkOf, specOf } from "@reciprocal/test-networks";

const numbers = (name: string, gap?: number) =>
  ({ kind: "numbers", name, mean: 0.5, deviation: 2, ...(gap !== undefined && { gap }) }) as const;
const words = {
  kind: "words",
  name: "town",
  words: ["Rome", "7", "Oslo"],
  unseen: [0, 0, 0, 1],
  gap: [0.5, 0.5, 0, 0],
} as const;

/** Small models of every kind of input and output, by name. */
export const models = {
  table: createModel({
    network: networkOf(6, specOf("spectral", 3, { activation: "softmax" })),
    input: {
      kind: "table",
      columns: [numbers("age"), numbers("height", 1.7), words],
      missing: ["", "NA", "?"],
    },
    output: { kind: "classes", name: "kind", classes: ["a", "b", "c"] },
  }),
  image: createModel({
    network: networkOf([4, 3, 3], specOf("dense", 2, { activation: "sigmoid" })),
    input: {
      kind: "image",
      height: 4,
      width: 3,
      channels: 3,
      fit: "cover",
      background: "white",
      mean: [0, 0.5, 1],
      deviation: [1, 2, 3],
    },
    output: { kind: "labels", labels: ["cat", "dog"] },
  }),
  numbers: createModel({
    network: networkOf(3, specOf("s-svd", 4), specOf("s-qr", 1)),
    input: { kind: "numbers", mean: [1, 2, 3], deviation: [1, 1, 2] },
    output: { kind: "number", name: "price", mean: 100, deviation: 10 },
  }),
  plain: createModel({
    network: networkOf(2, specOf("spectral", 2, { activation: "softmax" })),
    input: { kind: "numbers" },
    output: { kind: "classes", name: "is", classes: ["no", "yes"] },
  }),
} satisfies Record<string, Model>;

export const modelFiles: readonly Uint8Array[] = Object.values(models).map((model) => encodeModel(model));
