import { randomNormal } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { type Activation, activations } from "../activation.js";
import { createLayer, createNetwork } from "../create-network.js";
import { forward } from "../forward.js";
import { mappingKinds } from "../testing/mapping-kinds.js";
import type { LayerSpec } from "./index.js";

/** Mean of the squares of what the last layer gives, over seeds and standard normal samples. */
function secondMoment(inputs: number, layers: readonly LayerSpec[], seeds: number, samples = 8): number {
  let [sum, count] = [0, 0];
  for (let seed = 0; seed < seeds; seed++) {
    const network = createNetwork({ inputShape: inputs, layers, seed });
    for (const z of forward(network, randomNormal(inputs * samples, { seed: seed + 1000 }))) {
      sum += z ** 2;
      count++;
    }
  }
  return sum / count;
}

describe("starting values of unit variance", () => {
  it.each(
    mappingKinds.flatMap((kind) =>
      (
        [
          [2, 2, 600],
          [2, 1000, 12],
          [1000, 2, 40],
          [10, 10_000, 4],
          [10_000, 10, 4],
          [30, 40, 20],
          [300, 200, 2],
        ] as const
      ).map(([n, m, seeds]) => [kind, n, m, seeds] as const),
    ),
  )("%s, %i to %i nodes: what arrives at the activation has unit variance", (kind, n, m, seeds) => {
    const variance = secondMoment(n, [{ kind, units: m, useBias: false }], seeds);
    expect(variance).toBeGreaterThan(0.75);
    expect(variance).toBeLessThan(1.3);
  });

  it.each(activations.filter((activation) => activation !== "softmax"))(
    "after %s the next layer has unit variance too",
    (activation) => {
      for (const kind of mappingKinds) {
        const layers = [
          { kind, units: 60, useBias: false, activation },
          { kind, units: 50, useBias: false, activation },
          { kind, units: 40, useBias: false },
        ] as LayerSpec[];
        const variance = secondMoment(70, layers, 12);
        expect(variance, kind).toBeGreaterThan(0.7);
        expect(variance, kind).toBeLessThan(1.4);
      }
    },
  );

  it("does not depend on the last bits of exp and tanh", () => {
    // a moment that lay near the middle between two parts of 256 could round to another on another platform
    for (const arriving of activations.filter((activation) => activation !== "softmax")) {
      const deviation = deviationAfter(arriving);
      const parts = 256 / (1000 * deviation ** 2);
      expect(Math.abs(parts - Math.round(parts)), arriving).toBeLessThan(1e-9);
      expect(Math.abs((exactParts(arriving) % 1) - 0.5), arriving).toBeGreaterThan(1e-3);
    }
  });

  it("spreads the biases of hidden layers with eigenvalues, and of no others", () => {
    const biases = (kind: LayerSpec["kind"]) =>
      createNetwork({
        inputShape: 4,
        layers: [
          { kind, units: 400, activation: "relu" },
          { kind, units: 3 },
        ] as LayerSpec[],
      }).layers.flatMap((layer) => ("bias" in layer ? [layer.bias] : []));
    for (const kind of mappingKinds) {
      const [hidden, last] = biases(kind);
      expect(last).toEqual(new Float32Array(3));
      if (kind === "dense") {
        expect(hidden).toEqual(new Float32Array(400));
        continue;
      }
      const mean = hidden!.reduce((sum, b) => sum + b, 0) / 400;
      const variance = hidden!.reduce((sum, b) => sum + b ** 2, 0) / 400;
      expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(3 * 400));
      expect(Math.abs(variance * 3 - 1)).toBeLessThan(0.2);
      expect(Math.max(...hidden!.map(Math.abs))).toBeLessThanOrEqual(1);
    }
  });

  it("makes one layer as createNetwork does", () => {
    const spec = { kind: "s-svd", units: 5 } as const;
    const alone = createLayer(spec, { inputs: 6, seed: 9, arriving: "tanh", isHidden: true });
    expect(alone.bias!.every((b) => b !== 0)).toBe(true);
    expect(createLayer(spec, { inputs: 6, seed: 9 }).bias).toEqual(new Float32Array(5));
    expect(createLayer(spec, { inputs: 6, seed: 9 })).not.toEqual(alone);
    expect(() => createLayer(spec, { inputs: 0 })).toThrow(/createLayer: inputs.*got 0/);
    expect(() => createLayer({ ...spec, units: 0 }, { inputs: 6 })).toThrow(
      /createLayer \(s-svd\): units.*got 0/,
    );
  });
});

/** Of φ of a spectral layer of 1000 inputs. */
function deviationAfter(arriving: Activation): number {
  const layer = createLayer({ kind: "spectral", units: 1 }, { inputs: 1000, arriving });
  if (layer.kind !== "spectral" || !("recipe" in layer.phi)) throw new TypeError("needs a recipe");
  return layer.phi.recipe.deviation;
}

/** 256 E[a(z)²], z ~ N(0, 1), by the rule of Simpson. */
function exactParts(activation: Activation): number {
  const [steps, widest] = [20_000, 9];
  const z = Float64Array.from({ length: steps + 1 }, (_, i) => widest * ((2 * i) / steps - 1));
  const a = forward({ inputShape: [1], layers: [{ kind: "activation", activation }] }, z);
  let sum = 0;
  a.forEach((value, i) => {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * value ** 2 * Math.exp(-(z[i]! ** 2) / 2);
  });
  return (256 * sum * ((2 * widest) / steps)) / 3 / Math.sqrt(2 * Math.PI);
}
