import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createNetwork, encodeNetwork, type Network, type Samples } from "@reciprocal/network";
import { epochOrder } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { decodeCheckpoint } from "../checkpoint/decode-checkpoint.js";
import { encodeCheckpoint } from "../checkpoint/encode-checkpoint.js";
import { clouds } from "../testing/clouds.js";
import { type ErrorClass, expectFailure } from "../testing/expect-failure.js";
import { bitsOf, lasting, options, start } from "../testing/resumed.js";
import { watchedEngine } from "../testing/watched-engine.js";
import type { FitOptions } from "./fit-options.js";
import { fit } from "./loop.js";
import { fitPhases } from "./fit-phases.js";
import type { SampleStream } from "./stream.js";

const samples = clouds();
const steps = 5; // 107 samples in batches of 25

/** The batches that `fit` makes of the samples by itself. */
function batch(epoch: number, step: number): Samples {
  const order = epochOrder(107, { seed: options.seed, epoch });
  const chosen = Array.from(order.subarray(step * 25, (step + 1) * 25));
  return {
    inputs: Float32Array.from(chosen.flatMap((i) => [samples.inputs[2 * i]!, samples.inputs[2 * i + 1]!])),
    labels: chosen.map((i) => samples.labels[i]!),
  };
}

const stream: SampleStream = {
  stepsPerEpoch: steps,
  *batches(epoch) {
    for (let step = 0; step < steps; step++) yield batch(epoch, step);
  },
};

/** The garbage collector of V8. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}

const precomputed = { ...options, precomputeLimitBytes: 0 };

/** A stream whose batches need its `this`. */
class OwnStream implements SampleStream {
  readonly stepsPerEpoch = steps;
  batches(epoch: number): Samples[] {
    return Array.from({ length: this.stepsPerEpoch }, (_, step) => batch(epoch, step));
  }
}

describe("fit on a stream of batches", () => {
  it("gives the same bits as on the samples, however the batches come", async () => {
    const whole = await fit(start("s-qr"), samples, precomputed);
    const list = (epoch: number) => Array.from({ length: steps }, (_, step) => batch(epoch, step));
    const streams: SampleStream[] = [
      stream,
      { stepsPerEpoch: steps, batches: list },
      new OwnStream(),
      {
        stepsPerEpoch: steps,
        async *batches(epoch) {
          for (const each of list(epoch)) {
            await new Promise((resolve) => setTimeout(resolve, 1));
            yield each;
          }
        },
      },
    ];
    for (const given of streams) {
      const { network, history } = await fit(start("s-qr"), given, precomputed);
      expect(bitsOf(network)).toBe(bitsOf(whole.network));
      expect(history.map(({ loss, accuracy }) => [loss, accuracy])).toEqual(
        whole.history.map(({ loss, accuracy }) => [loss, accuracy]),
      );
    }
  });

  it("takes no more of a generator than an epoch has steps, and ends it", async () => {
    const taken: number[] = [];
    const ended: number[] = [];
    const endless: SampleStream = {
      stepsPerEpoch: 2,
      *batches(epoch) {
        try {
          for (let step = 0; ; step++) {
            taken.push(epoch);
            yield batch(epoch, step % steps);
          }
        } finally {
          ended.push(epoch);
        }
      },
    };
    const { history } = await fit(start("dense"), endless, { ...options, epochs: 3 });
    expect(history.map((report) => report.steps)).toEqual([2, 2, 2]);
    expect(taken).toEqual([1, 1, 2, 2, 3, 3]);
    expect(ended).toEqual([1, 2, 3]);
  });

  it("keeps no batch that was used while it waits for an abort", async () => {
    const collect = collector();
    const taken: WeakRef<object>[] = [];
    let alive = 0;
    const short: SampleStream = {
      stepsPerEpoch: 21,
      async *batches(epoch) {
        for (let step = 0; step < 20; step++) {
          const one = batch(epoch, step % steps);
          taken.push(new WeakRef(one));
          yield one;
        }
        await new Promise((resolve) => setTimeout(resolve, 1)); // else this task keeps them
        collect();
        alive = taken.filter((reference) => reference.deref() !== undefined).length;
      },
    };
    const { signal } = new AbortController();
    await expectFailure(
      () => fit(start("dense"), short, { ...options, epochs: 1, signal }),
      RangeError,
      /needs 21 batches \(stepsPerEpoch\), got 20/,
    );
    expect(taken).toHaveLength(20);
    expect(alive).toBeLessThan(5);
  });

  it("resumes within an epoch to the same bits, and says where another stream is given", async () => {
    const given = { ...options, validation: clouds(40, 3) };
    const whole = await fit(start("spectral"), stream, given);
    const checkpoints: Checkpoint[] = [];
    await fit(start("spectral"), stream, {
      ...given,
      checkpointEvery: { steps: 1 },
      onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint),
    });
    for (const at of [2, 4, 7, 18]) {
      const resume = decodeCheckpoint(encodeCheckpoint(checkpoints[at]!));
      expect(lasting(await fit(start("spectral"), stream, { ...given, resume }))).toEqual(lasting(whole));
    }
    const resume = checkpoints[7]!;
    await expectFailure(
      () => fit(start("spectral"), samples, { ...given, resume }),
      RangeError,
      /samples of the checkpoint, "stream of 5 batches", got/,
    );
  });

  it("counts batches of different sizes by their samples", async () => {
    const uneven: SampleStream = { stepsPerEpoch: 2, batches: () => [batch(1, 0), batch(1, 4)] };
    const frozen = { epochs: 1, optimizer: { kind: "sgd", learningRate: 1e-30 } } as const;
    const { history } = await fit(start("dense"), uneven, frozen);
    const both = [batch(1, 0), batch(1, 4)];
    const joined = {
      inputs: Float32Array.from(both.flatMap(({ inputs }) => Array.from(inputs))),
      labels: both.flatMap(({ labels }) => Array.from(labels!)),
    };
    expect(joined.labels).toHaveLength(32);
    const once = await fit(start("dense"), joined, frozen);
    expect(history[0]!.loss).toBeCloseTo(once.history[0]!.loss, 6);
    expect(history[0]!.accuracy).toBeCloseTo(once.history[0]!.accuracy!, 10);
  });

  it("takes weights, of samples and of classes, in some batches or all", async () => {
    const twice = { ...batch(1, 0), weights: new Float32Array(25).fill(2) };
    const frozen = { epochs: 1, optimizer: { kind: "sgd", learningRate: 1e-30 } } as const;
    const lossOf = async (given: Samples, others: FitOptions = {}) =>
      (await fit(start("dense"), { stepsPerEpoch: 1, batches: () => [given] }, { ...frozen, ...others }))
        .history[0]!.loss;
    const once = await lossOf(batch(1, 0));
    expect(await lossOf(twice)).toBeCloseTo(2 * once, 5);
    expect(await lossOf(twice, { classWeights: [3, 3, 3] })).toBeCloseTo(6 * once, 5);
    // a batch may have only samples of a class that weighs nothing
    const zeros = { inputs: batch(1, 0).inputs, labels: new Int32Array(25) };
    expect(await lossOf(zeros, { classWeights: [0, 1, 1] })).toBe(0);
  });

  it("is asked for the epochs of the whole training in phases", async () => {
    const asked: number[] = [];
    const watched: SampleStream = {
      ...stream,
      batches: (epoch) => (asked.push(epoch), stream.batches(epoch)),
    };
    const phases = [
      { trainable: "eigenvalues", epochs: 1 },
      { trainable: "eigenvectors", epochs: 2 },
    ] as const;
    await fitPhases(start("s-qr"), watched, phases, { ...options, epochs: 4 });
    expect(asked).toEqual([1, 2, 3, 4]);
  });

  it("says what it cannot do, and which batch is wrong", async () => {
    const fails = (
      given: object,
      others: FitOptions,
      type: ErrorClass,
      fact: RegExp,
      network: Network = start("dense"),
    ) => expectFailure(() => fit(network, given as SampleStream, { ...options, ...others }), type, fact);
    await fails(stream, { validationSplit: 0.2 }, TypeError, /validationSplit needs.*stream.*`validation`/);
    await fails(stream, { classWeights: "balanced" }, TypeError, /balanced classWeights.*stream/);
    await fails({ ...stream, stepsPerEpoch: 6 }, {}, RangeError, /epoch 1 needs 6 batches.*got 5/);
    await fails({ batches: stream.batches }, {}, TypeError, /stepsPerEpoch must be an integer/);
    await fails({ ...stream, steps: 3 }, {}, TypeError, /unknown option steps/);
    await fails({ stepsPerEpoch: 3, batches: [] }, {}, TypeError, /batches must be a function/);
    await fails(
      { stepsPerEpoch: 3, batches: () => 4 },
      {},
      TypeError,
      /array or a generator of batches, got 4/,
    );
    const bad = { inputs: new Float32Array(3), labels: [0] };
    await fails(
      { stepsPerEpoch: 2, batches: () => [batch(1, 1), bad] },
      {},
      Error,
      /fit: batch 2 of epoch 1: .*2 numbers/,
    );
    const line = createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 3 }] });
    await fails(stream, {}, TypeError, /batch 1 of epoch 1: labels need a network that ends with/, line);
    await fails(stream, { earlyStopping: {} }, TypeError, /earlyStopping needs validation/);
  });
});

describe("augment", () => {
  it("changes copies of the batches, with labels as rows, before labels are smoothed", async () => {
    const seen: unknown[] = [];
    const given: FitOptions = {
      ...options,
      epochs: 1,
      labelSmoothing: 0.2,
      augment({ count, shape, inputs, targets }, { epoch, step }) {
        seen.push([count, shape, inputs.length, targets.length, new Set(targets), epoch, step]);
        inputs.fill(0);
      },
    };
    const own = clouds();
    const { network } = await fit(start("dense"), own, given);
    expect(own).toEqual(samples);
    const row = (count: number, step: number) => [count, [2], 2 * count, 3 * count, new Set([0, 1]), 1, step];
    expect(seen).toEqual([row(25, 1), row(25, 2), row(25, 3), row(25, 4), row(7, 5)]);
    const zeros = await fit(
      start("dense"),
      { ...own, inputs: new Float32Array(own.inputs.length) },
      { ...given, augment: () => undefined },
    );
    expect(bitsOf(network)).toBe(bitsOf(zeros.network));
  });

  it("computes nothing of the first layer ahead, gives seeds of their own, and waits", async () => {
    const seeds: number[] = [];
    const augment: FitOptions["augment"] = async ({ inputs }, { seed }) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      seeds.push(seed);
      inputs[0] = (seed % 1000) / 1000;
    };
    const run = (seed: number) => fit(start("spectral"), samples, { ...options, seed, augment });
    const first = await run(3);
    const once = seeds.splice(0);
    expect(new Set(once).size).toBe(20);
    const again = await run(3);
    expect(seeds.splice(0)).toEqual(once);
    expect(encodeNetwork(again.network)).toEqual(encodeNetwork(first.network));
    await run(4);
    expect(seeds).not.toEqual(once);
    // what it does has an effect: the first layer is computed from the copy
    expect(bitsOf(first.network)).not.toBe(bitsOf((await fit(start("spectral"), samples, options)).network));
  });

  it("reaches a first layer of which all could be computed ahead", async () => {
    const network = createNetwork({
      inputShape: 2,
      layers: [
        { kind: "spectral", units: 8, activation: "tanh", eigenvalues: "one" },
        { kind: "spectral", units: 3, activation: "softmax" },
      ],
      seed: 4,
    });
    const given = { ...options, epochs: 1, batchSize: 1 };
    const few = { inputs: samples.inputs.slice(0, 20), labels: samples.labels.slice(0, 10) };
    const engine = await watchedEngine();
    await fit(network, few, { ...given, engine });
    expect(Object.keys(engine.runs.at(-1)!)).toContain("feature0"); // without augment it is
    const moved = await fit(network, few, { ...given, augment: ({ inputs }) => void inputs.fill(0.5) });
    const there = await fit(
      network,
      { ...few, inputs: few.inputs.map(() => 0.5) },
      { ...given, precomputeLimitBytes: 0 },
    );
    expect(bitsOf(moved.network)).toBe(bitsOf(there.network));
  });

  it("says what it left that is no number", async () => {
    const fails = (augment: FitOptions["augment"], fact: RegExp) =>
      expectFailure(() => fit(start("dense"), samples, { ...options, augment: augment! }), RangeError, fact);
    await fails(({ inputs }) => void (inputs[3] = NaN), /augment left NaN as number 3 of inputs/);
    await fails(
      ({ targets }) => void (targets[1] = Infinity),
      /augment left Infinity as number 1 of targets/,
    );
  });
});
