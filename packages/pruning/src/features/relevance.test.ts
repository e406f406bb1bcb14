import { createNetwork, forward, type Network } from "@reciprocal/network";
import { Random, ShapeError } from "@reciprocal/spectral";
import { fit } from "@reciprocal/training";
import { threeLayers } from "@reciprocal/test-networks";
import { describe, expect, it } from "vitest";
import { byMagnitude } from "../ranking/by-magnitude.js";
import { byWeightNorm } from "../ranking/by-weight-norm.js";
import { inputLayer } from "../node-layers.js";
import type { Ranking } from "../ranking/ranking.js";
import { permutationImportance } from "./permutation-importance.js";
import { precisionAtK } from "./precision-at-k.js";
import { rankInputs } from "./rank-inputs.js";

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
  it("has no order for scores that are NaN, or too few", () => {
    const network = createNetwork({ inputShape: 3, layers: [{ kind: "dense", units: 2 }] });
    const by = (...scores: number[]): Ranking => ({
      ...{ name: "given", of: "nodes" },
      scores: () => [{ layer: inputLayer, scores: Float64Array.from(scores) }],
    });
    expect([...rankInputs(network, { by: by(-Infinity, Infinity, 1) }).order]).toEqual([1, 2, 0]);
    expect(() => rankInputs(network, { by: by(1, NaN, 2) })).toThrow(RangeError);
    expect(() => rankInputs(network, { by: by(1, NaN, 2) })).toThrow(
      "rankInputs: the ranking by given gives NaN at index 1 of layer -1",
    );
    expect(() => rankInputs(network, { by: by(1, 2) })).toThrow("needs 3 scores for layer -1, got 2");
  });

  it("finds by λ_in the features that generated data depend on, as well as permutation does", async () => {
    const network = await trained();
    const { scores, order } = rankInputs(network);
    expect([...order.slice(0, 4)].sort((a, b) => a - b)).toEqual(relevant);
    const { inputs, labels } = generated(500, 3);
    const permuted = await permutationImportance(inputs, features, { metric: accuracy(network, labels) });
    expect([precisionAtK(scores, relevant), precisionAtK(permuted, relevant)]).toEqual([1, 1]);
  });

  it("takes other rankings, if they rank inputs", () => {
    const network = threeLayers("dense");
    const { order } = rankInputs(network, { by: byWeightNorm({ direction: "outgoing" }) });
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (const by of [byWeightNorm(), byMagnitude()]) {
      expect(() => rankInputs(network, { by })).toThrow(TypeError);
      expect(() => rankInputs(network, { by })).toThrow(/rankInputs: .*no scores for the inputs/);
    }
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
    const notANumber = permutationImportance(inputs, 2, { metric: () => NaN });
    await expect(notANumber).rejects.toThrow(RangeError);
    await expect(notANumber).rejects.toThrow(/permutationImportance: metric.*got NaN/);
    const partOfASample = permutationImportance(inputs, 3, { metric });
    await expect(partOfASample).rejects.toThrow(ShapeError);
    await expect(partOfASample).rejects.toThrow(/permutationImportance: inputs.*3 values.*got 200/);
  });
});

describe("precisionAtK", () => {
  it("is the share of the first k that are relevant", () => {
    expect(precisionAtK([5, 1, 4, 2], [0, 1])).toBe(0.5);
    expect(precisionAtK([5, 1, 4, 2], [0, 2])).toBe(1);
    expect(precisionAtK([5, 1, 4, 2], [0, 2], 3)).toBeCloseTo(2 / 3, 15);
    expect(precisionAtK([1, 1, 1], [0], 1)).toBe(1);
    for (const [run, message] of [
      [() => precisionAtK([1, 2], [], 0), /precisionAtK: k.*got 0/],
      [() => precisionAtK([1, 2], []), /precisionAtK: k.*got 0/],
      [() => precisionAtK([1], [0], 2), /precisionAtK: k.*got 2/],
      [() => precisionAtK([1, NaN], [0]), /precisionAtK: scores.*got NaN at index 1/],
      [() => precisionAtK([1, 2], [2]), /precisionAtK: .*relevant.*0 to 1.*got 2/],
    ] as const) {
      expect(run).toThrow(RangeError);
      expect(run).toThrow(message);
    }
  });
});
