import { createNetwork, forward, layerKernel, type MappingLayer, type Network } from "@reciprocal/network";
import { evaluate, fit } from "@reciprocal/training";
import { Random } from "@reciprocal/spectral";
import { threeLayers } from "@reciprocal/test-networks";
import { describe, expect, it } from "vitest";
import { mask } from "../mask.js";
import { networkSize } from "../network-size.js";
import { atRandom } from "../ranking/at-random.js";
import { byMagnitude } from "../ranking/by-magnitude.js";
import { byWeightNorm } from "../ranking/by-weight-norm.js";
import { keptWeights } from "./layer-densities.js";
import { cubicPercentiles, linearPercentiles } from "./percentiles.js";
import { pruneAfterTraining } from "./prune-after-training.js";
import { pruneBeforeTraining } from "./prune-before-training.js";
import { pruneInSteps } from "./prune-in-steps.js";
import { trainSparse } from "./train-sparse.js";

/** Two classes, by whether the first two of eight numbers have one sign. */
function twoClasses(count: number, seed: number) {
  const random = new Random(seed);
  const inputs = Float32Array.from({ length: count * 8 }, () => random.uniform(-1, 1));
  const labels = Array.from({ length: count }, (_, i) => +(inputs[i * 8]! * inputs[i * 8 + 1]! > 0));
  return { inputs, labels };
}
const samples = twoClasses(400, 1);

const network = (kind: "dense" | "spectral") =>
  createNetwork({
    inputShape: 8,
    layers:
      kind === "dense"
        ? [
            { kind, units: 30, activation: "relu" },
            { kind, units: 2, activation: "softmax" },
          ]
        : [
            { kind, units: 60, activation: "relu", phi: { kind: "normal", deviation: 1 } },
            { kind, units: 2, activation: "softmax", phi: { kind: "normal", deviation: 1 } },
          ],
    seed: 4,
  });
const train = (epochs: number) => async (start: Network) =>
  (await fit(start, samples, { epochs, optimizer: { kind: "adam", learningRate: 0.02 } })).network;
const metric = async (start: Network) => (await evaluate(start, samples)).accuracy;

describe("cubicPercentiles", () => {
  it("rises fast at first", () => {
    // 80 (1 − (1 − t/4)³) with (1 − t/4)³ = 27/64, 8/64, 1/64, 0
    expect(cubicPercentiles({ to: 80, steps: 4 })).toEqual([46.25, 70, 78.75, 80]);
    expect(cubicPercentiles({ from: 80, to: 80, steps: 1 })).toEqual([80]);
  });

  it("refuses what does not rise", () => {
    for (const [run, message] of [
      [() => cubicPercentiles({ from: 50, to: 20, steps: 2 }), /cubicPercentiles: from.*from 50 to 20/],
      [() => linearPercentiles({ to: NaN, steps: 2 }), /linearPercentiles: to.*got NaN/],
      [() => linearPercentiles({ to: 2, steps: 0 }), /linearPercentiles: steps.*got 0/],
    ] as const) {
      expect(run).toThrow(RangeError);
      expect(run).toThrow(message);
    }
  });
});

describe("linearPercentiles", () => {
  it("rises in equal steps", () => {
    expect(linearPercentiles({ from: 20, to: 80, steps: 4 })).toEqual([35, 50, 65, 80]);
  });
});

describe("pruneInSteps", () => {
  it("masks more and more, trains in between, and keeps what is masked at zero", async () => {
    const stages: string[] = [];
    const masked: Network[] = [];
    const result = await pruneInSteps(network("dense"), {
      by: byWeightNorm(),
      percentiles: [20, 60],
      train: async (start, { step, steps }) => {
        stages.push(`${step}/${steps}: ${networkSize(start).activeNodes} nodes`);
        masked.push(start);
        return train(10)(start);
      },
    });
    expect(stages).toEqual(["1/2: 24 nodes", "2/2: 12 nodes"]);
    expect(networkSize(result).activeNodes).toBe(12);
    const first = (one: Network) => layerKernel(one.layers[0] as MappingLayer);
    const [before, after] = [first(masked[1]!), first(result)];
    expect(after.map((w) => +(w === 0))).toEqual(before.map((w) => +(w === 0)));
    expect(after).not.toEqual(before);
    expect(await metric(result)).toBeGreaterThan(0.85);
  });

  it("masks single weights as well", async () => {
    const result = await pruneInSteps(network("dense"), {
      by: byMagnitude(),
      percentiles: cubicPercentiles({ to: 75, steps: 3 }),
      train: train(2),
    });
    expect(networkSize(result).activeWeights).toBe(60 + 15);
  });

  it("needs a percentile, and known options", async () => {
    const options = { by: atRandom(), percentiles: [], train: train(1) };
    const none = pruneInSteps(network("dense"), options);
    await expect(none).rejects.toThrow(RangeError);
    await expect(none).rejects.toThrow(/pruneInSteps: percentiles.*got an array of 0/);
    await expect(pruneInSteps(network("dense"), { ...options, amount: 2 } as typeof options)).rejects.toThrow(
      /pruneInSteps: unknown option amount/,
    );
  });

  it("refuses percentiles before it trains", async () => {
    let trained = 0;
    const train = (start: Network) => (trained++, start);
    const options = { by: atRandom(), percentiles: [10, 150], train };
    await expect(pruneInSteps(network("dense"), options)).rejects.toThrow(
      /pruneInSteps: percentiles\[1\].*0 to 100.*got 150/,
    );
    expect(trained).toBe(0);
  });

  it("refuses a trainer that loses masks or returns another network", async () => {
    const start = network("dense");
    const other = createNetwork({ inputShape: 8, layers: [{ kind: "dense", units: 2 }] });
    const wider = createNetwork({
      inputShape: 8,
      layers: [
        { kind: "dense", units: 31, activation: "relu" },
        { kind: "dense", units: 2, activation: "softmax" },
      ],
    });
    const tanh = start.layers.map((layer) =>
      layer.kind === "activation" && layer.activation === "relu" ? { ...layer, activation: "tanh" } : layer,
    );
    const halved = mask(start, { by: atRandom(), amount: { percentile: 50 } });
    for (const [result, problem] of [
      [start, "layer 0 differs"],
      [other, "layer 0 differs"],
      [wider, "layer 0 differs"],
      [{ ...halved, layers: tanh.with(0, halved.layers[0]!) } as Network, "layer 1 differs"],
    ] as const) {
      await expect(
        pruneInSteps(start, { by: atRandom(), percentiles: [50], train: () => result }),
      ).rejects.toThrow(new RegExp(`^train: .*same kinds, sizes and masks.* ${problem}`));
    }
    const leaky = (slope: number): Network => ({
      ...start,
      layers: start.layers.with(1, { kind: "activation", activation: "leaky-relu", slope }),
    });
    await expect(
      pruneInSteps(leaky(0.1), { by: atRandom(), percentiles: [0], train: () => leaky(0.2) }),
    ).rejects.toThrow("but layer 1 differs");
    const moved = (masked: Network): Network => ({
      ...masked,
      layers: masked.layers.map((layer, index) =>
        index === 0
          ? { ...(layer as MappingLayer), mask: (layer as MappingLayer).mask!.slice().reverse() }
          : layer,
      ),
    });
    await expect(
      pruneInSteps(start, { by: byWeightNorm(), percentiles: [50], train: moved }),
    ).rejects.toThrow("but layer 0 differs");
    const longer = {
      ...start,
      layers: [...start.layers, { ...other.layers[0]!, inputs: 2, kernel: new Float32Array(4) }],
    };
    await expect(
      pruneInSteps(start, { by: atRandom(), percentiles: [0], train: () => longer as Network }),
    ).rejects.toThrow("but there are 5 of 4");
    const none = (result: unknown) =>
      pruneInSteps(start, { by: atRandom(), percentiles: [0], train: () => result as Network });
    await expect(none({ network: start, history: [] })).rejects.toThrow(
      /^train: .*got an object of network, history; `fit`.*\.network/,
    );
    const spectral = createNetwork({
      inputShape: 8,
      layers: [
        { kind: "spectral", units: 30, activation: "relu" },
        { kind: "dense", units: 2, activation: "softmax" },
      ],
    });
    await expect(none(spectral)).rejects.toThrow("but layer 0 differs");
    await expect(none(undefined)).rejects.toThrow(/^train: .*got undefined/);
  });
});

describe("pruneBeforeTraining", () => {
  it("trains eigenvalues alone, removes nodes for real, then trains all", async () => {
    const trainable: boolean[][] = [];
    const nodes: number[] = [];
    const watched = (epochs: number) => (start: Network) => {
      nodes.push(networkSize(start).hiddenNodes);
      const layer = start.layers[0]!;
      if (layer.kind === "spectral") trainable.push([layer.trainable.lambdaIn, layer.trainable.phi]);
      return train(epochs)(start);
    };
    const result = await pruneBeforeTraining(network("spectral"), {
      amount: { percentile: 75 },
      trainEigenvalues: watched(20),
      train: watched(30),
    });
    expect(trainable).toEqual([
      [true, false],
      [true, true],
    ]);
    expect(nodes).toEqual([60, 15]);
    expect(networkSize(result).hiddenNodes).toBe(15);
    expect(await metric(result)).toBeGreaterThan(0.9);
  });

  it("refuses an amount before it trains", async () => {
    let trained = 0;
    const train = (start: Network) => (trained++, start);
    const pruned = (amount: object) =>
      pruneBeforeTraining(network("spectral"), {
        amount: amount as { count: number },
        trainEigenvalues: train,
        train,
      });
    await expect(pruned({ percent: 10 })).rejects.toThrow(
      /pruneBeforeTraining: amount.*percentile.*got percent/,
    );
    await expect(pruned({ maxDrop: 0.1 })).rejects.toThrow(
      /pruneBeforeTraining: amount: metric.*got undefined/,
    );
    expect(trained).toBe(0);
  });

  it("leaves a layer of one set of eigenvalues one", async () => {
    const one = createNetwork({
      inputShape: 8,
      layers: [
        { kind: "spectral", units: 10, activation: "relu", eigenvalues: "one" },
        { kind: "dense", units: 2, activation: "softmax" },
      ],
    });
    const seen: object[] = [];
    const watched = (start: Network) => {
      seen.push((start.layers[0] as MappingLayer).trainable, (start.layers[2] as MappingLayer).trainable);
      return start;
    };
    await pruneBeforeTraining(one, { amount: { count: 1 }, trainEigenvalues: watched, train: watched });
    const bias = { bias: true };
    expect(seen).toEqual([
      { lambdaIn: false, lambdaOut: true, phi: false, ...bias },
      { kernel: false, ...bias },
      { lambdaIn: false, lambdaOut: true, phi: true, ...bias },
      { kernel: true, ...bias },
    ]);
  });
});

describe("pruneAfterTraining", () => {
  it("removes nodes of a trained network, and fine-tunes if asked", async () => {
    const trained = await train(30)(network("spectral"));
    const plain = await pruneAfterTraining(trained, { amount: { percentile: 50 } });
    expect(networkSize(plain)).toMatchObject({ hiddenNodes: 30, activeNodes: 30 });
    const seen: Network[] = [];
    const tuned = await pruneAfterTraining(trained, {
      amount: { percentile: 50 },
      train: (start) => (seen.push(start), train(10)(start)),
    });
    expect(seen).toEqual([plain]);
    expect(await metric(tuned)).toBeGreaterThanOrEqual(await metric(plain));
  });

  it("goes as far as the metric allows, by default in the gauge-free order of the eigenvalues", async () => {
    const trained = await train(30)(network("spectral"));
    const result = await pruneAfterTraining(trained, { amount: { maxDrop: 0.02, metric } });
    expect(networkSize(result).hiddenNodes).toBeLessThan(60);
    expect(await metric(result)).toBeGreaterThanOrEqual((await metric(trained)) - 0.02);
  });
});

describe("trainSparse", () => {
  it("keeps its budget, exchanges weights, and learns", async () => {
    const masks: Uint8Array[] = [];
    const result = await trainSparse(network("dense"), {
      sparsity: 0.8,
      rounds: 5,
      samples,
      train: (start) => {
        masks.push((start.layers[0] as MappingLayer).mask!);
        return train(8)(start);
      },
    });
    // 300 weights; 60 by n + m: 60 · 38/70 and 60 · 32/70
    expect(masks.map((mask) => mask.reduce((sum, value) => sum + value, 0))).toEqual([33, 33, 33, 33, 33]);
    expect(networkSize(result).activeWeights).toBe(60);
    const exchanged = masks
      .slice(1)
      .map((mask, i) => mask.filter((value, at) => value > masks[i]![at]!).length);
    expect(exchanged[0]).toBeGreaterThan(0);
    expect(exchanged[3]!).toBeLessThan(exchanged[0]!);
    expect(await metric(result)).toBeGreaterThan(0.8);
  });

  it("drops the smallest weights and grows those of the largest gradient, from 0", async () => {
    // one output y = w x, target 1, x = (1, 2, 4): the gradient is 2 (y − 1) x, the largest for the last
    const start: Network = {
      inputShape: [3],
      layers: [
        {
          kind: "dense",
          inputs: 3,
          outputs: 1,
          kernel: Float32Array.of(5, 5, 5),
          trainable: { kernel: true, bias: true },
        },
      ],
    };
    const at = { inputs: Float32Array.of(1, 2, 4), targets: Float32Array.of(1) };
    const seen: Network[] = [];
    const options = {
      samples: at,
      loss: "mean-squared-error",
      rounds: 2,
      exchanged: 0.5,
      sparsity: 1 / 3,
    } as const;
    await trainSparse(start, {
      ...options,
      train: (network) => {
        seen.push(network);
        const [layer] = network.layers;
        if (layer?.kind !== "dense") throw new Error("other layer than expected");
        // as if training had set the first two weights: 0.1 and 3
        return {
          inputShape: [3],
          layers: [{ ...layer, kernel: Float32Array.of(0.1, 3, 7) }],
        };
      },
    });
    expect((seen[0]!.layers[0] as MappingLayer).mask).toEqual(Uint8Array.of(1, 1, 0));
    expect(seen[1]!.layers[0]).toMatchObject({
      kernel: Float32Array.of(0.1, 3, 0),
      mask: Uint8Array.of(0, 1, 1),
    });
    expect([...forward(seen[1]!, at.inputs)]).toEqual([6]);
  });

  it("lets a weight that is dropped and grown at once go on where it was", async () => {
    const seen: Network[] = [];
    const layer = {
      kind: "dense",
      inputs: 3,
      outputs: 1,
      kernel: Float32Array.of(0.1, 3, 7),
      trainable: { kernel: true, bias: true },
    } as const;
    // the gradient is largest for the first weight, which is the smallest that trained
    await trainSparse(
      { inputShape: [3], layers: [layer] },
      {
        samples: { inputs: Float32Array.of(4, 2, 1), targets: Float32Array.of(1) },
        loss: "mean-squared-error",
        rounds: 2,
        exchanged: 0.5,
        sparsity: 1 / 3,
        train: (network) => {
          seen.push(network);
          return { inputShape: [3], layers: [{ ...layer, mask: Uint8Array.of(1, 1, 0) }] };
        },
      },
    );
    expect(seen[1]!.layers[0]).toMatchObject({ kernel: layer.kernel, mask: Uint8Array.of(1, 1, 0) });
  });

  it("trains spectral layers too", async () => {
    const result = await trainSparse(network("spectral"), {
      sparsity: 0.5,
      rounds: 3,
      samples,
      train: train(5),
    });
    expect(networkSize(result).activeWeights).toBe(300);
  });

  it("says what is out of range", async () => {
    const options = { sparsity: 0.5, rounds: 2, samples, train: train(1) };
    const refused: [object, typeof RangeError | typeof TypeError, RegExp][] = [
      [{ sparsity: 1 }, RangeError, /trainSparse: sparsity.*got 1/],
      [{ sparsity: NaN }, RangeError, /trainSparse: sparsity.*got NaN/],
      [{ exchanged: 2 }, RangeError, /trainSparse: exchanged.*0 to 1.*got 2/],
      [{ rounds: 0 }, RangeError, /trainSparse: rounds.*got 0/],
      [{ distribution: "even" }, TypeError, /trainSparse: distribution.*uniform, erdos-renyi.*got "even"/],
      [{ density: 1 }, TypeError, /trainSparse: unknown option density/],
    ];
    for (const [change, type, message] of refused) {
      const refusal = trainSparse(threeLayers("dense"), { ...options, ...change });
      await expect(refusal).rejects.toThrow(type);
      await expect(refusal).rejects.toThrow(message);
    }
    let trained = 0;
    const wrong = { inputs: samples.inputs, labels: samples.labels.map((label) => label + 1) };
    const watched = { ...options, samples: wrong, train: (start: Network) => (trained++, start) };
    await expect(trainSparse(network("dense"), watched)).rejects.toThrow(/trainSparse: label.*0 to 1.*got 2/);
    expect(trained).toBe(0);
  });
});

describe("keptWeights", () => {
  it("shares out by n + m, and gives what does not fit to the others", () => {
    const sizes = [
      { inputs: 100, outputs: 100 },
      { inputs: 100, outputs: 2 },
    ];
    expect(keptWeights(sizes, 0.1, "uniform")).toEqual([1000, 20]);
    // 1020 by 200 : 102 would give the second one 344 of its 200
    expect(keptWeights(sizes, 0.1, "erdos-renyi")).toEqual([820, 200]);
    expect(keptWeights(sizes, 0.01, "erdos-renyi")).toEqual([68, 34]);
    expect(keptWeights(sizes, 1, "erdos-renyi")).toEqual([10_000, 200]);
    expect(keptWeights([{ inputs: 2, outputs: 2 }], 0.01, "uniform")).toEqual([1]);
  });
});
