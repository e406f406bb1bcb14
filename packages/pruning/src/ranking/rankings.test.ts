import {
  activations,
  createNetwork,
  forward,
  inputSize,
  type Network,
  type SpectralLayer,
  withParameters,
} from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";
import { samplesOf, specOf, threeLayers, withBiases } from "@reciprocal/test-networks";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "@reciprocal/test-utils";
import { mask } from "../mask.js";
import { atRandom } from "./at-random.js";
import { byActivation } from "./by-activation.js";
import { byEigenvalue } from "./by-eigenvalue.js";
import { byLossEffect } from "./by-loss-effect.js";
import { byMagnitude } from "./by-magnitude.js";
import { byWeightNorm } from "./by-weight-norm.js";
import type { Ranking } from "./ranking.js";

const scoresOf = (ranking: Ranking, network: Network, layer: number) =>
  ranking.scores(network).find((one) => one.layer === layer)?.scores;

const f32 = (...values: number[]) => Float32Array.from(values);

/** 2–2–1: spectra (3, 1) → (1, 5) and (2, 0) → (4), φ = 1 everywhere. */
function small(shift = 0): Network {
  const layer = (lambdaIn: number[], lambdaOut: number[], by: number): SpectralLayer => ({
    kind: "spectral",
    inputs: lambdaIn.length,
    outputs: lambdaOut.length,
    lambdaIn: f32(...lambdaIn.map((value) => value + by)),
    lambdaOut: f32(...lambdaOut.map((value) => value + by)),
    phi: {
      rows: lambdaOut.length,
      columns: lambdaIn.length,
      values: new Float32Array(lambdaIn.length * lambdaOut.length).fill(1),
    },
    trainable: { lambdaIn: true, lambdaOut: true, phi: false, bias: true },
  });
  return { inputShape: [2], layers: [layer([3, 1], [1, 5], shift), layer([2, 0], [4], -2 * shift)] };
}

describe("byEigenvalue", () => {
  it("is the root mean square of the gaps between the spectra", () => {
    // λ_out 1: gaps to (3, 1) are 2 and 0; λ_out 5: −2 and −4
    const out = scoresOf(byEigenvalue({ spectrum: "out" }), small(), 0);
    expect(out).toBeCloseRelative([Math.sqrt(2), Math.sqrt(10)], { relative: 1e-12 });
    // λ_in (2, 0) against (4)
    const into = scoresOf(byEigenvalue({ spectrum: "in" }), small(), 0);
    expect(into).toBeCloseRelative([2, 4], { relative: 1e-12 });
    const both = scoresOf(byEigenvalue(), small(), 0);
    expect(both).toBeCloseRelative([2 * Math.sqrt(2), 4 * Math.sqrt(10)], { relative: 1e-12 });
    // inputs: λ_in 3 against (1, 5): 2 and −2; λ_in 1: 0 and −4
    const inputs = scoresOf(byEigenvalue(), small(), -1);
    expect(inputs).toBeCloseRelative([2, Math.sqrt(8)], { relative: 1e-12 });
  });

  it("does not change when one constant is added to both spectra of a layer", () => {
    for (const spectrum of ["in", "out", "both"] as const) {
      const before = byEigenvalue({ spectrum }).scores(small());
      expect(byEigenvalue({ spectrum }).scores(small(16))).toEqual(before);
    }
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (shift) => {
        expect(byEigenvalue().scores(small(shift))).toEqual(byEigenvalue().scores(small()));
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it("orders by |λ_out| if λ_in is zero, as published", () => {
    const network = createNetwork({
      inputShape: 5,
      layers: [
        { kind: "spectral", units: 8, eigenvalues: "one", activation: "relu" },
        { kind: "dense", units: 2 },
      ],
      seed: 3,
    });
    const { lambdaOut } = network.layers[0] as SpectralLayer;
    expect(scoresOf(byEigenvalue(), network, 0)).toEqual(Float64Array.from(lambdaOut, Math.abs));
  });

  it("has nothing to say about networks in direct space", () => {
    expect(() => byEigenvalue().scores(threeLayers("dense"))).toThrow(TypeError);
    expect(() => byEigenvalue().scores(threeLayers("dense"))).toThrow(
      /byEigenvalue: .*eigenvalues.*got none/,
    );
  });
});

describe("byWeightNorm", () => {
  it("takes rows of w, columns of the next w, or both", () => {
    // w = [[2, 0], [−2, −4]] and [−2, −4]
    const scores = (options: Parameters<typeof byWeightNorm>[0], layer = 0) =>
      scoresOf(byWeightNorm(options), small(), layer);
    expect(scores({})).toBeCloseRelative([2, Math.sqrt(20)], { relative: 1e-12 });
    expect(scores({ norm: 1 })).toEqual(Float64Array.of(2, 6));
    expect(scores({ direction: "outgoing" })).toEqual(Float64Array.of(2, 4));
    expect(scores({ direction: "both", norm: 1 })).toEqual(Float64Array.of(4, 24));
    expect(scores({ direction: "both", norm: 1 }, -1)).toEqual(Float64Array.of(4, 4));
    expect(scores({}, -1)).toBeUndefined();
  });
});

describe("byMagnitude", () => {
  it("is |w| of every mapping, 0 if a mask hides it", () => {
    const network = mask(small(), { weights: [{ layer: 0, indices: [3] }] });
    expect(byMagnitude().scores(network)).toEqual([
      { layer: 0, scores: Float64Array.of(2, 0, 2, 0) },
      { layer: 1, scores: Float64Array.of(2, 4) },
    ]);
  });
});

describe("atRandom", () => {
  it("depends on the seed and the layer, not on the numbers", () => {
    const first = atRandom({ seed: 1 }).scores(threeLayers("dense"));
    expect(atRandom({ seed: 1 }).scores(threeLayers("s-qr"))).toEqual(first);
    expect(atRandom({ seed: 2 }).scores(threeLayers("dense"))).not.toEqual(first);
    expect(atRandom()).toMatchObject({ name: "random", of: "nodes" });
    expect(first.map(({ layer, scores }) => [layer, scores.length])).toEqual([
      [-1, 7],
      [0, 9],
      [2, 6],
    ]);
    const weights = atRandom({ of: "weights" }).scores(threeLayers("dense"));
    expect(weights.map(({ layer, scores }) => [layer, scores.length])).toEqual([
      [0, 63],
      [2, 54],
      [4, 18],
    ]);
  });
});

describe("byActivation", () => {
  it("is the deviation or the mean magnitude of what a node gives", () => {
    const network: Network = { inputShape: [2], layers: [...small().layers] };
    // w [1, 0] = [2, −2] and w [0, 1] = [0, −4]
    const data = f32(1, 0, 0, 1);
    expect(scoresOf(byActivation(data), network, 0)).toEqual(Float64Array.of(1, 1));
    expect(scoresOf(byActivation(data, { measure: "absolute" }), network, 0)).toEqual(Float64Array.of(1, 3));
    expect(scoresOf(byActivation(data), network, -1)).toEqual(Float64Array.of(0.5, 0.5));
  });
});

describe("byLossEffect", () => {
  const lossOf = (network: Network, inputs: Float32Array, targets: ArrayLike<number>, loss: string) => {
    const outputs = forward(network, inputs);
    const width = outputs.length / (inputs.length / inputSize(network));
    return outputs.reduce(
      (sum, y, i) =>
        sum + (loss === "cross-entropy" ? -targets[i]! * Math.log(y) : (y - targets[i]!) ** 2 / width),
      0,
    );
  };

  it.each(activations)("has the slopes of the loss, behind %s", (activation) => {
    const network = withBiases(
      createNetwork({
        inputShape: 4,
        layers: [
          specOf("dense", 5, { activation }),
          specOf("spectral", 3, { activation: "tanh" }),
          specOf("dense", 2, { activation: "softmax" }),
        ],
        seed: 2,
      }),
    );
    const inputs = samplesOf(network, 1);
    for (const loss of ["cross-entropy", "mean-squared-error"] as const) {
      // one sample, so that |w ∂L/∂w| shows every slope
      const scores = scoresOf(byLossEffect({ inputs, labels: [1] }, { loss, of: "weights" }), network, 0);
      const kernel = (network.layers[0] as { kernel: Float32Array }).kernel;
      kernel.forEach((w, i) => {
        const h = 2 ** -10;
        const at = (value: number) => {
          const values = kernel.slice();
          values[i] = value;
          return lossOf(
            withParameters(network, [{ layer: 0, name: "kernel", values }]),
            inputs,
            [0, 1],
            loss,
          );
        };
        const [up, down] = [Math.fround(w + h), Math.fround(w - h)];
        const slope = (at(up) - at(down)) / (up - down);
        expect(Math.abs(scores![i]! - Math.abs(w * slope))).toBeLessThan(2e-5 * (1 + Math.abs(slope)));
      });
    }
  });

  it("says what the loss does, to first order, when a node is cut off", () => {
    // linear in the output, so first order is all there is but for the square of the change
    const network = threeLayers("dense");
    const inputs = samplesOf(network, 1);
    const targets = f32(1, 0, 0);
    const scores = scoresOf(byLossEffect({ inputs, targets }), network, 0);
    const before = lossOf(network, inputs, targets, "cross-entropy");
    const changes = Array.from(scores!, (_, node) => {
      const without = mask(network, { nodes: [{ layer: 0, indices: [node] }] });
      return Math.abs(lossOf(without, inputs, targets, "cross-entropy") - before);
    });
    const largest = Math.max(...changes);
    scores!.forEach((score, node) => expect(Math.abs(score - changes[node]!)).toBeLessThan(0.25 * largest));
    expect(scores!.indexOf(Math.max(...scores!))).toBe(changes.indexOf(largest));
  });

  it("says what does not fit", () => {
    const network = threeLayers("dense");
    const inputs = samplesOf(network, 2);
    const tried = (samples: Parameters<typeof byLossEffect>[0], net = network) =>
      byLossEffect(samples).scores(net);
    const open = { ...network, layers: network.layers.slice(0, -1) };
    const alongChannels: Network = {
      inputShape: [1, 1, 7],
      layers: [{ kind: "activation", activation: "softmax" }, ...network.layers],
    };
    const refused: [() => unknown, abstract new (...args: never[]) => Error, RegExp][] = [
      [() => tried({ inputs } as never), TypeError, /byLossEffect: .*labels or targets.*neither/],
      [() => tried({ inputs, labels: [1] }), ShapeError, /byLossEffect: .*label.*got 1 label for 2/],
      [() => tried({ inputs, labels: [1, 3] }), RangeError, /byLossEffect: label.*0 to 2.*got 3/],
      [() => tried({ inputs, targets: f32(1) }), ShapeError, /byLossEffect: .*2 × 3 targets.*got 1/],
      [
        () => tried({ inputs, targets: f32(0, 0, 0, 0, NaN, 0) }),
        RangeError,
        /byLossEffect: targets: number 4 is NaN/,
      ],
      [() => tried({ inputs: f32(1), labels: [1] }), ShapeError, /byLossEffect: .*7 numbers each, got 1/],
      [() => tried({ inputs, labels: [0, 1] }, open), TypeError, /byLossEffect: labels need.*softmax/],
      [
        () => tried({ inputs, labels: [0, 1] }, alongChannels),
        ShapeError,
        /byLossEffect: layer 0 .*softmax.*\[1, 1, 7\]/,
      ],
      [
        () => byLossEffect({ inputs, labels: [0] }, { loss: "mse" as never }),
        TypeError,
        /byLossEffect: loss.*got "mse"/,
      ],
    ];
    for (const [run, type, message] of refused) {
      expect(run).toThrow(type);
      expect(run).toThrow(message);
    }
  });
});
