import { describe, expect, it } from "vitest";
import { loadEngine } from "../engine/load-engine.js";
import { input, multiply, scalar } from "@reciprocal/graph";
import { FeatureStore } from "./feature-store.js";

const x = input("x", ["batch", 2]);
const [count, bytes] = [2500, 4 * 2500 * 2];

describe("FeatureStore", () => {
  it("adds up what it keeps, and leaves to the graph what would pass the limit", () => {
    const store = new FeatureStore(count, 2 * bytes - 1);
    const [first, second] = [multiply(x, scalar(2)), multiply(x, scalar(3))];
    expect(store.precompute(first)).toMatchObject({ kind: "input", shape: ["batch", 2] });
    expect(store.precompute(second)).toBe(second);
    expect(new FeatureStore(count, bytes - 1).precompute(first)).toBe(first);
  });

  it("computes what is used, for all samples", async () => {
    const store = new FeatureStore(count, 2 * bytes);
    const used = store.precompute(multiply(x, scalar(2)));
    store.precompute(multiply(x, scalar(3)));
    const samples = Float32Array.from({ length: 2 * count }, (_, i) => i);
    const features = await store.compute(await loadEngine(), x, samples, new Set([used]));
    expect(features).toHaveLength(1);
    expect(features[0]).toMatchObject({ name: used.kind === "input" && used.name, width: 2 });
    expect(features[0]!.values).toEqual(samples.map((value) => 2 * value));
  });
});
