import { readFileSync } from "node:fs";
import { createNetwork, type LayerSpec } from "@reciprocal/network";
import { describe, expect, it } from "vitest";
import { decodeCheckpoint } from "./decode-checkpoint.js";
import { encodeCheckpoint } from "./encode-checkpoint.js";
import type { FitOptions } from "../fit/fit-options.js";
import { fit } from "../fit/loop.js";
import { clouds } from "../testing/clouds.js";

// Made with these settings, stopped after one epoch and one step. Every release must read every checkpoint; a
// version 2 gets a fixture of its own.
const fixture = readFileSync(new URL("../../fixtures/version-1-checkpoint.safetensors", import.meta.url));
const network = createNetwork({
  inputShape: 2,
  layers: [
    ...(["s-qr", "spectral", "s-svd", "dense"] as const).map((kind) => ({
      kind,
      units: 3,
      start: "published",
    })),
    { kind: "dense", units: 3, activation: "softmax", start: "published" },
  ] as LayerSpec[],
  seed: 1,
});
const options = {
  epochs: 3,
  batchSize: 50,
  validationSplit: 0.2,
  earlyStopping: { restoreBest: true },
  optimizer: { kind: "adamax", learningRate: 0.01 },
  schedule: "constant",
} as const satisfies FitOptions;

describe("checkpoints of version 1", () => {
  it("are read, and written again byte for byte", () => {
    const checkpoint = decodeCheckpoint(fixture);
    expect(Buffer.from(encodeCheckpoint(checkpoint))).toEqual(fixture);
    expect(checkpoint.history).toHaveLength(1);
    expect(checkpoint.running.steps).toBe(1);
    expect(checkpoint.best!.epoch).toBe(1);
    // lambdaIn, lambdaOut, R and bias; lambdaIn, lambdaOut, bias; lambdaIn, lambdaOut, s, bias; twice kernel and bias
    expect(checkpoint.optimizer.groups.map(({ slots }) => slots.length)).toEqual(Array(15).fill(2));
  });

  it("are trained on from", async () => {
    const { history } = await fit(network, clouds(), { ...options, resume: decodeCheckpoint(fixture) });
    expect(history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(history[0]).toEqual(decodeCheckpoint(fixture).history[0]);
    expect(history.every(({ validationLoss }) => Number.isFinite(validationLoss))).toBe(true);
  });
});
