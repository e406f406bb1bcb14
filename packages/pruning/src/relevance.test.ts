import { createNetwork, forward, type Network } from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { fit } from "@reciprocal/training";
import { describe, expect, it } from "vitest";
import { byMagnitude } from "./by-magnitude.js";
import { byWeightNorm } from "./by-weight-norm.js";
import { permutationImportance } from "./permutation-importance.js";
import { precisionAtK } from "./precision-at-k.js";
import { rankInputs } from "./rank-inputs.js";
import { relevanceChart } from "./relevance-chart.js";
import { relevancePicture } from "./relevance-picture.js";
import { threeLayers } from "./testing/networks.js";

const features = 20;
const relevant = [3, 8, 11, 17];

/** Twenty normal features; the class depends on four of them, in part by their product. */
function generated(count: number, seed: number) {
  const random = new Random(seed);
  const inputs = Float32Array.from({ length: count * features }, () => random.normal());
  const labels = Array.from({ length: count }, (_, i) => {
    const [a, b, c, d] = relevant.map((feature) => inputs[i * features + feature]!);
    return +(a! - b! + c! * d! > 0);
  });
  return { inputs, labels };
}

async function trained(): Promise<Network> {
  const network = createNetwork({
    inputShape: features,
    layers: [
      {
        kind: "spectral",
        units: 80,
        activation: "relu",
        phi: { kind: "normal", deviation: 1 },
        lambdaIn: 0.1,
      },
      { kind: "spectral", units: 2, activation: "softmax", phi: { kind: "normal", deviation: 1 } },
    ],
    seed: 2,
  });
  const { network: result } = await fit(network, generated(2000, 1), {
    epochs: 30,
    optimizer: { kind: "adam", learningRate: 0.01 },
    penalties: { eigenvalues: { l1: 1e-3 } },
  });
  return result;
}

const accuracy = (network: Network, labels: readonly number[]) => (inputs: Float32Array) => {
  const outputs = forward(network, inputs);
  return (
    labels.filter((label, i) => +(outputs[2 * i + 1]! > outputs[2 * i]!) === label).length / labels.length
  );
};

describe("rankInputs", () => {
  it("finds by λ_in the features that generated data depend on, as well as permutation does", async () => {
    const network = await trained();
    const { scores, order } = await rankInputs(network);
    expect([...order.slice(0, 4)].sort((a, b) => a - b)).toEqual(relevant);
    const { inputs, labels } = generated(500, 3);
    const permuted = await permutationImportance(inputs, features, { metric: accuracy(network, labels) });
    expect([precisionAtK(scores, relevant), precisionAtK(permuted, relevant)]).toEqual([1, 1]);
  });

  it("takes other rankings, if they rank inputs", async () => {
    const network = threeLayers("dense");
    const { order } = await rankInputs(network, { by: byWeightNorm({ direction: "outgoing" }) });
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    await expect(rankInputs(network, { by: byWeightNorm() })).rejects.toThrow(
      new TypeError("rankInputs: the ranking by incoming weights has no scores for the inputs"),
    );
    await expect(rankInputs(network, { by: byMagnitude() })).rejects.toThrow("no scores for the inputs");
  });
});

describe("permutationImportance", () => {
  it("is what the metric loses, and nothing for a feature that it does not see", async () => {
    const inputs = Float32Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? i : 7));
    const metric = (values: Float32Array) => {
      let right = 0;
      for (let i = 0; i < 200; i += 2) right += +(values[i] === i);
      return right / 100;
    };
    const importance = await permutationImportance(inputs, 2, { metric, repeats: 3, seed: 1 });
    expect(importance[0]).toBeGreaterThan(0.9);
    expect(importance[0]).toBeLessThanOrEqual(1); // the mean over repeats, not the sum
    expect(importance[1]).toBe(0);
    expect(await permutationImportance(inputs, 2, { metric, repeats: 3, seed: 1 })).toEqual(importance);
    await expect(permutationImportance(inputs, 2, { metric: () => NaN })).rejects.toThrow(
      "permutationImportance: metric must be a finite number, got NaN",
    );
    await expect(permutationImportance(inputs, 3, { metric })).rejects.toThrow(
      "permutationImportance: needs samples of 3 numbers each, got 200 in all",
    );
  });
});

describe("precisionAtK", () => {
  it("is the share of the first k that are relevant", () => {
    expect(precisionAtK([5, 1, 4, 2], [0, 1])).toBe(0.5);
    expect(precisionAtK([5, 1, 4, 2], [0, 2])).toBe(1);
    expect(precisionAtK([5, 1, 4, 2], [0, 2], 3)).toBeCloseTo(2 / 3, 15);
    expect(precisionAtK([1, 1, 1], [0], 1)).toBe(1);
    expect(() => precisionAtK([1, 2], [])).toThrow("precisionAtK: k must be a whole number from 1, got 0");
    expect(() => precisionAtK([1], [0], 2)).toThrow("precisionAtK: k must be at most 1, got 2");
    expect(() => precisionAtK([1, NaN], [0])).toThrow(
      "precisionAtK: scores must be finite, got NaN at index 1",
    );
    expect(() => precisionAtK([1, 2], [2])).toThrow("precisionAtK: relevant ones must be from 0 to 1, got 2");
  });
});

describe("relevanceChart", () => {
  it("draws the most relevant features first", () => {
    const svg = relevanceChart([1, 4, 2], { names: ["a", "<b>", "c"], top: 2 });
    expect(svg).toMatchInlineSnapshot(`
      "<svg xmlns="http://www.w3.org/2000/svg" width="540" height="36" font-family="sans-serif" font-size="12">
      <text x="154" y="13" text-anchor="end">&lt;b&gt;</text>
      <rect x="160" y="3" width="320.0" height="12" fill="#4269d0"/>
      <text x="484.0" y="13">4.00</text>
      <text x="154" y="31" text-anchor="end">c</text>
      <rect x="160" y="21" width="160.0" height="12" fill="#4269d0"/>
      <text x="324.0" y="31">2.00</text>
      </svg>"
    `);
  });

  it("draws scores that are all zero, and wants a name per feature", () => {
    expect(relevanceChart([0, 0])).toContain('width="0.0"');
    expect(() => relevanceChart([1, 2], { names: ["a"] })).toThrow("relevanceChart: needs 2 names, got 1");
    expect(() => relevanceChart([1, Infinity])).toThrow(
      "relevanceChart: scores must be finite, got Infinity at index 1",
    );
  });
});

describe("relevancePicture", () => {
  it("draws a pixel per input, darker where it is more relevant", () => {
    expect(relevancePicture([0, 2, 1, 2], { width: 2, height: 2, pixel: 4 })).toMatchInlineSnapshot(`
      "<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8" shape-rendering="crispEdges">
      <rect x="0" y="0" width="4" height="4" fill="rgb(255,255,255)"/>
      <rect x="4" y="0" width="4" height="4" fill="rgb(0,0,0)"/>
      <rect x="0" y="4" width="4" height="4" fill="rgb(128,128,128)"/>
      <rect x="4" y="4" width="4" height="4" fill="rgb(0,0,0)"/>
      </svg>"
    `);
    expect(relevancePicture([0], { width: 1, height: 1 })).toContain("rgb(255,255,255)");
    expect(() => relevancePicture([1, 2, 3], { width: 2, height: 2 })).toThrow(
      "relevancePicture: needs 2×2 scores, got 3",
    );
    expect(() => relevancePicture([NaN], { width: 1, height: 1 })).toThrow(
      "relevancePicture: scores must be finite, got NaN at index 0",
    );
  });
});
