import { expectLinear, growth } from "@reciprocal/test-utils";
import { createNetwork } from "@reciprocal/network";
import { expect, it } from "vitest";
import type { Model } from "../model.js";
import { decodeModel, encodeModel } from "./model-file.js";

const names = (size: number) => Array.from({ length: size }, (_, i) => `name ${i}`);

const models: Readonly<Record<string, (size: number) => Model>> = {
  "columns and classes": (size) => ({
    network: createNetwork({
      inputShape: size,
      layers: [{ kind: "spectral", units: size, activation: "softmax" }],
    }),
    input: {
      kind: "table",
      columns: names(size).map((name) => ({ kind: "numbers", name, mean: 0, deviation: 1 })),
      missing: names(size),
    },
    output: { kind: "classes", name: "class", classes: names(size) },
  }),
  "words and labels": (size) => ({
    network: createNetwork({
      inputShape: size,
      layers: [{ kind: "spectral", units: size, activation: "sigmoid" }],
    }),
    input: {
      kind: "table",
      columns: [{ kind: "words", name: "word", words: names(size), unseen: Array<number>(size).fill(0) }],
      missing: [],
    },
    output: { kind: "labels", labels: names(size) },
  }),
};

it.each(Object.entries(models))("decodeModel takes work in proportion to the file: %s", async (_, model) => {
  // φ grows as the square: it is not of the file, and made later
  const read = (bytes: Uint8Array) => decodeModel(bytes, { verify: false });
  const measured = await growth((size) => encodeModel(model(size)), read, [25, 100, 400]);
  expect(measured.every(({ error }) => error === undefined)).toBe(true);
  expectLinear(measured);
});
