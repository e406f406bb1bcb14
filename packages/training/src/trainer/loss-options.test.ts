import { createNetwork, forward, parameters, type Network } from "@reciprocal/network";
import { describe, expect, it } from "vitest";
import { expectFailure } from "../testing/expect-failure.js";
import { count, expectReferenceGradients, samplesFor } from "../testing/reference.js";
import { hidden, kinds, last, network } from "../testing/small-networks.js";
import { watchedEngine } from "../testing/watched-engine.js";
import type { TrainerOptions } from "./options.js";
import { createTrainer } from "./trainer.js";

const classifier = network([
  { kind: "dense", ...hidden },
  { kind: "dense", ...last },
]);
const decider = network([
  { kind: "dense", ...hidden },
  { kind: "dense", units: 1, activation: "sigmoid" },
]);
const all = Array.from({ length: count }, (_, i) => i);

/** The loss of one step on all samples, and how many are right. */
async function firstStep(
  net: Network,
  samples: Parameters<typeof createTrainer>[1],
  options: TrainerOptions = {},
) {
  const trainer = await createTrainer(net, samples, options);
  const result = await trainer.step(all);
  const after = trainer.network();
  await trainer.release();
  return { ...result, after };
}

describe("the loss of a trainer", () => {
  it("is the one that fits the end of the network, unless told otherwise", async () => {
    const { inputs, labels } = samplesFor(classifier, 3);
    const targets = new Float32Array(count * 3).fill(0.5);
    const line = network([{ kind: "dense", units: 3 }]);
    const cases = [
      [classifier, { inputs, labels }, "cross-entropy"],
      [decider, { inputs, labels: labels.map((label) => label % 2) }, "binary-cross-entropy"],
      [line, { inputs, targets }, "mean-squared-error"],
    ] as const;
    for (const [net, samples, loss] of cases) {
      const natural = await firstStep(net, samples);
      expect(natural.loss).toBe((await firstStep(net, samples, { loss })).loss);
      expect(natural.loss).not.toBe((await firstStep(net, samples, { loss: "huber" })).loss);
    }
  });

  it("stays finite where a sigmoid is sure and wrong, and is nearly nothing where it is sure and right", async () => {
    const inputs = Float32Array.of(1, -1);
    // one weight of 100: the logits are 100 and −100
    const sure: Network = {
      inputShape: [1],
      layers: [
        {
          kind: "dense",
          ...{
            inputs: 1,
            outputs: 1,
            kernel: Float32Array.of(100),
            trainable: { kernel: true, bias: false },
          },
        },
        { kind: "activation", activation: "sigmoid" },
      ],
    };
    const lossOf = async (labels: number[]) => {
      const trainer = await createTrainer(sure, { inputs, labels });
      const { loss, correct } = await trainer.step([0, 1]);
      await trainer.release();
      return [loss, correct];
    };
    expect(await lossOf([0, 1])).toEqual([100, 0]);
    const [loss, correct] = await lossOf([1, 0]);
    expect(loss).toBeLessThan(1e-40);
    expect(correct).toBe(2);
  });

  it("counts right answers by the side of a half, and those of several outputs each by itself", async () => {
    const { inputs } = samplesFor(decider, 2);
    const labels = [0, 1, 1, 0, 1, 0, 0];
    const outputs = forward(decider, inputs);
    const right = labels.filter((label, i) => outputs[i]! >= 0.5 === (label === 1)).length;
    expect(right).toBeGreaterThan(0);
    expect(right).toBeLessThan(count);
    expect((await firstStep(decider, { inputs, labels })).correct).toBe(right);

    const several = network([
      { kind: "dense", ...hidden },
      { kind: "dense", units: 3, activation: "sigmoid" },
    ]);
    const targets = Float32Array.from({ length: count * 3 }, (_, i) => (i % 4 === 0 ? 1 : 0));
    const bits = forward(several, inputs).reduce(
      (sum, y, i) => sum + Number(y >= 0.5 === (targets[i] === 1)),
      0,
    );
    expect((await firstStep(several, { inputs, targets })).correct).toBeCloseTo(bits / 3, 10);
    // labels say which class, also where every class has a sigmoid of its own
    const largest = labels.filter((label, i) => {
      const row = Array.from(forward(several, inputs).subarray(3 * i, 3 * i + 3));
      return row.indexOf(Math.max(...row)) === label;
    }).length;
    expect((await firstStep(several, { inputs, labels })).correct).toBe(largest);
  });

  it("smooths labels, over all classes or over the two of a sigmoid", async () => {
    const { inputs, labels } = samplesFor(classifier, 3);
    const smooth = Float32Array.from({ length: count * 3 }, (_, i) =>
      labels[Math.floor(i / 3)] === i % 3 ? 0.7 + 0.1 : 0.1,
    );
    await expectReferenceGradients(
      classifier,
      { inputs, labels },
      { loss: "cross-entropy", labelSmoothing: 0.3 },
      undefined,
      { inputs, targets: smooth },
    );
    const bits = labels.map((label) => label % 2);
    await expectReferenceGradients(
      decider,
      { inputs, labels: bits },
      { loss: "binary-cross-entropy", labelSmoothing: 0.3 },
      undefined,
      { inputs, targets: Float32Array.from(bits, (bit) => 0.7 * bit + 0.15) },
    );
    await expectFailure(
      () => firstStep(classifier, { inputs, labels }, { loss: "huber", labelSmoothing: 0.1 }),
      TypeError,
      /createTrainer: labelSmoothing needs.*got huber/,
    );
  });

  it("counts samples by their weights times those of their classes", async () => {
    const { inputs, labels } = samplesFor(classifier, 3);
    const weights = Float32Array.of(1, 0, 2, 0.5, 1, 3, 1);
    const classWeights = [0.5, 1, 4];
    await expectReferenceGradients(
      classifier,
      { inputs, labels, weights },
      { loss: "cross-entropy", classWeights },
      undefined,
      { inputs, labels, weights: weights.map((weight, i) => weight * classWeights[labels[i]!]!) },
    );
  });

  it("balances classes: those of few samples count as much as those of many", async () => {
    const { inputs } = samplesFor(classifier, 3);
    const labels = Int32Array.of(0, 0, 0, 0, 1, 1, 2);
    await expectReferenceGradients(
      classifier,
      { inputs, labels },
      { loss: "cross-entropy", classWeights: "balanced" },
      undefined,
      // 7 samples in 3 classes of 4, 2 and 1
      { inputs, labels, weights: Float32Array.from(labels, (label) => 7 / 3 / [4, 2, 1][label]!) },
    );
    // classes that no sample has are not among them
    const two = await firstStep(
      classifier,
      { inputs, labels: labels.map((l) => Math.min(l, 1)) },
      {
        classWeights: "balanced",
      },
    );
    const same = await firstStep(
      classifier,
      { inputs, labels: labels.map((l) => Math.min(l, 1)) },
      {
        classWeights: [7 / 2 / 4, 7 / 2 / 3, 0],
      },
    );
    expect(two.loss).toBe(same.loss);
  });

  it("says which weights, targets and labels it does not take", async () => {
    const { inputs, labels } = samplesFor(classifier, 3);
    const fails = (
      samples: object,
      options: TrainerOptions,
      type: Parameters<typeof expectFailure>[1],
      fact: RegExp,
      net = classifier,
    ) => expectFailure(() => createTrainer(net, samples as never, options), type, fact);
    const given = { inputs, labels };
    await fails({ ...given, weights: [1] }, {}, TypeError, /weights must be a Float32Array, got an array/);
    await fails(
      { ...given, weights: new Float32Array(3) },
      {},
      Error,
      /one weight per sample, got 3.*7 samples/,
    );
    await fails({ ...given, weights: new Float32Array(7) }, {}, RangeError, /at least one weight.*above 0/);
    await fails(
      { ...given, weights: new Float32Array(7).fill(-1) },
      {},
      RangeError,
      /weight of sample 0.*-1/,
    );
    await fails(given, { classWeights: [1, 2] }, Error, /classWeights needs 3 numbers.*got 2/);
    await fails(
      { inputs, labels: new Int32Array(7) },
      { classWeights: [0, 1, 1] },
      RangeError,
      /classWeights must leave a sample a weight above 0, got 0 for all 7 of them/,
    );
    await fails(given, { classWeights: [1, -2, 1] }, RangeError, /classWeights\[1\].*got -2/);
    await fails(given, { classWeights: "even" as never }, TypeError, /classWeights.*balanced.*got "even"/);
    await fails(given, { classWeights: { 0: 1 } as never }, TypeError, /list.*order of the labels/);
    const targets = new Float32Array(21).fill(0.2);
    await fails({ inputs, targets }, { classWeights: [1, 2, 3] }, TypeError, /classWeights need labels/);
    await fails(
      { inputs, targets: targets.map((t) => -t) },
      {},
      RangeError,
      /cross-entropy.*at least 0, got -0.2/,
    );
    const five = new Float32Array(7).fill(5);
    await fails(
      { inputs, targets: five },
      {},
      RangeError,
      /binary-cross-entropy needs.*0 to 1, got 5/,
      decider,
    );
    await fails(
      { inputs, labels: [0, 1, 2, 0, 1, 0, 1] },
      {},
      RangeError,
      /label of sample 2.*0 to 1, got 2/,
      decider,
    );
    await fails(given, { loss: "binary-cross-entropy" }, TypeError, /last layer is a sigmoid, got softmax/);
    const lonely = network([{ kind: "dense", units: 1, activation: "softmax" }]);
    await fails({ inputs, labels: labels.fill(0) }, {}, TypeError, /softmax of two outputs or more/, lonely);
    const words = ["0", "1", "2", "0", "1", "2", "0"];
    await fails({ inputs, labels: words }, {}, TypeError, /label of sample 0.*got "0", which is a text/);
    await fails({ inputs, labels: words.map(BigInt) }, {}, TypeError, /got 0n, which is a bigint.*Number/);
    await fails(
      { inputs, labels: BigInt64Array.from(words, BigInt) },
      {},
      TypeError,
      /got 0n, which is a bigint/,
    );
    const rows = words.map((word) => [0, 1, 2].map((j) => Number(j === Number(word))));
    await fails({ inputs, labels: rows }, {}, TypeError, /got an array of 3; rows.*`targets`.*7 × 3/);
    await fails({ inputs, labels: rows.flat() }, {}, Error, /got 21 labels for 7 samples.*`targets`.*7 × 3/);
    await fails({ inputs, labels: new Set(words) }, {}, TypeError, /labels must be an array, got an object/);
    const wide = { inputs: inputs.subarray(0, 20), labels: [0, 1] };
    await fails(wide, {}, Error, /got 2 labels for 4 samples.*rows of 10.*inputShape of 10/);
    await fails(
      { inputs: inputs.subarray(0, 8), labels: [0, 1] },
      {},
      Error,
      /5 numbers each, got 8.*inputShape of 4/,
    );
    await fails({ ...given, features: 7 }, {}, Error, /5 numbers.*got 7 features/);
  });
});

describe("clipNorm", () => {
  it.each(kinds)(
    "shortens a longer gradient to this length, and no other: $name",
    async ({ network: net }) => {
      const samples = samplesFor(net, 3);
      const step = async (clipNorm?: number) => {
        const optimizer = { kind: "sgd", learningRate: 1 } as const;
        const { after } = await firstStep(net, samples, {
          optimizer,
          ...(clipNorm !== undefined && { clipNorm }),
        });
        const before = parameters(net);
        return parameters(after).flatMap(({ values }, g) =>
          Array.from(values, (value, i) => before[g]!.values[i]! - value),
        );
      };
      const whole = await step();
      const length = Math.hypot(...whole);
      expect(length).toBeGreaterThan(0);
      const half = await step(length / 2);
      whole.forEach((g, i) => expect(Math.abs(half[i]! - g / 2)).toBeLessThan(1e-6 + 1e-4 * length));
      expect(Math.abs(Math.hypot(...half) - length / 2)).toBeLessThan(1e-5 * (1 + length));
      expect(await step(1.01 * length)).toEqual(whole);
    },
  );
});

describe("dropout", () => {
  const deep = createNetwork({
    inputShape: 5,
    layers: [
      { kind: "dense", units: 40, activation: "tanh" },
      { kind: "dense", units: 30, activation: "tanh" },
      { kind: "dense", ...last },
    ],
    seed: 2,
  });
  const samples = samplesFor(deep, 3);

  /** Masks of the first steps, by the layers that they enter. */
  async function masksOf(options: TrainerOptions, steps = 1) {
    const engine = await watchedEngine();
    const trainer = await createTrainer(deep, samples, { ...options, engine });
    const masks: Record<string, number[]>[] = [];
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      losses.push((await trainer.step(all)).loss);
      const fed = Object.entries(engine.runs.at(-1)!).filter(([name]) => name.startsWith("dropout"));
      masks.push(Object.fromEntries(fed.map(([name, { data }]) => [name, Array.from(data)])));
    }
    await trainer.release();
    return { masks, losses };
  }

  it("multiplies what leaves the hidden layers by 0 or 1 / (1 − p)", async () => {
    const { masks, losses } = await masksOf({ dropout: 0.25, seed: 3 });
    const [first, second] = [masks[0]!["dropout.2"]!, masks[0]!["dropout.4"]!];
    expect(new Set([...first, ...second])).toEqual(new Set([0, Math.fround(4 / 3)]));
    const zeros = [...first, ...second].filter((m) => m === 0).length / (count * 70);
    expect(Math.abs(zeros - 0.25)).toBeLessThan(0.08); // four deviations of 490 draws
    // the loss is that of the network with these masks in it
    const part = (from: number, to: number) => ({ ...deep, layers: deep.layers.slice(from, to) });
    const a = forward(part(0, 2), samples.inputs).map((value, i) => value * first[i]!);
    const b = forward({ ...part(2, 4), inputShape: [40] }, a).map((value, i) => value * second[i]!);
    const y = forward({ ...part(4, 6), inputShape: [30] }, b);
    const expected = samples.labels.reduce((sum, label, i) => sum - Math.log(y[3 * i + label]!), 0) / count;
    expect(losses[0]).toBeCloseTo(expected, 5);
  });

  it("is another in every step and layer, and the same for the same seed", async () => {
    const given = { dropout: 0.5, seed: 3 };
    const { masks } = await masksOf(given, 2);
    expect(masks[0]!["dropout.2"]).not.toEqual(masks[1]!["dropout.2"]);
    expect(masks[0]!["dropout.2"]!.slice(0, 30)).not.toEqual(masks[0]!["dropout.4"]!.slice(0, 30));
    expect((await masksOf(given, 2)).masks).toEqual(masks);
    expect((await masksOf({ ...given, seed: 4 })).masks[0]).not.toEqual(masks[0]);
  });

  it("has a rate for every hidden layer, if told so", async () => {
    const { masks } = await masksOf({ dropout: [0, 0.5] });
    expect(Object.keys(masks[0]!)).toEqual(["dropout.4"]);
    expect(masks[0]!["dropout.4"]).toContain(2);
    const fails = (dropout: unknown, type: Parameters<typeof expectFailure>[1], fact: RegExp) =>
      expectFailure(() => createTrainer(deep, samples, { dropout: dropout as number }), type, fact);
    await fails([0.1], Error, /dropout needs a number for each of the 2 hidden layers, got 1/);
    await fails(1, RangeError, /dropout.*below 1, got 1/);
    await fails([0.1, "a"], TypeError, /dropout\[1\].*got "a"/);
  });
});

describe("samples that change in place", () => {
  const spectral = network([
    { kind: "spectral", ...hidden },
    { kind: "spectral", ...last },
  ]);

  it("are refused where something was computed of them once, and else used as they are", async () => {
    const { inputs, labels } = samplesFor(spectral, 3);
    const trainer = await createTrainer(spectral, { inputs, labels }, { batchSize: 1 });
    expect(trainer.forms[0]).toBe("applied");
    await trainer.step([0, 1]);
    inputs[7] = inputs[7]! + 1e-3;
    await trainer.step([0]);
    await expectFailure(
      () => trainer.step([0, 1]),
      Error,
      /^createTrainer: the inputs of sample 1 are not what they were.*augment.*precomputeLimitBytes: 0/,
    );
    await trainer.release();

    const bytes = Uint8Array.from(inputs, (_, i) => i);
    const ofBytes = await createTrainer(spectral, { inputs: bytes, labels }, { batchSize: 1 });
    [bytes[0], bytes[1]] = [bytes[1]!, bytes[0]!];
    await expectFailure(() => ofBytes.step([0]), Error, /inputs of sample 0/);
    await ofBytes.release();

    const free = await createTrainer(spectral, { inputs, labels }, { batchSize: 1, precomputeLimitBytes: 0 });
    const before = (await free.step([0], 0)).loss;
    inputs[0] = inputs[0]! + 1;
    expect((await free.step([0], 0)).loss).not.toBe(before);
    await free.release();
  });

  it("have no effect by their labels, which are copied", async () => {
    const { inputs, labels } = samplesFor(classifier, 3);
    const trainer = await createTrainer(classifier, { inputs, labels });
    const before = (await trainer.step(all, 0)).loss;
    labels.fill(99);
    expect((await trainer.step(all, 0)).loss).toBe(before);
    await trainer.release();
  });
});
