import { networkOf } from "@reciprocal/test-networks";
import { describe, expect, it } from "vitest";
import {
  bake,
  byActivation,
  byLossEffect,
  forwardSparse,
  permutationImportance,
  selectInputs,
  toSparse,
} from "./index.js";

const network = networkOf(
  4,
  { kind: "dense", units: 6, activation: "tanh" },
  { kind: "dense", units: 3, activation: "softmax" },
);
const bytes = Uint8Array.from({ length: 40 }, (_, i) => (97 * i) % 256);
const floats = Float32Array.from(bytes, (byte) => byte / 255);
const labels = Array.from({ length: 10 }, (_, i) => i % 3);

describe("bytes", () => {
  it("are the fractions that they stand for wherever samples are taken", async () => {
    expect(byActivation(bytes).scores(network)).toEqual(byActivation(floats).scores(network));
    expect(byLossEffect({ inputs: bytes, labels }).scores(network)).toEqual(
      byLossEffect({ inputs: floats, labels }).scores(network),
    );
    const sparse = toSparse(bake(network));
    expect(forwardSparse(sparse, bytes)).toEqual(forwardSparse(sparse, floats));
    const metric = (inputs: Float32Array) => inputs.reduce((sum, x, i) => sum + x * (i % 7), 0);
    expect(await permutationImportance(bytes, 4, { metric })).toEqual(
      await permutationImportance(floats, 4, { metric }),
    );
    const chosen = Uint32Array.of(3, 0);
    const selected = selectInputs(bytes, 4, chosen);
    expect(selected).toBeInstanceOf(Uint8Array);
    expect(Float32Array.from(selected, (byte) => byte / 255)).toEqual(selectInputs(floats, 4, chosen));
  });
});
