import { createNetwork, dense, type Samples, spectral } from "@reciprocal/network";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../engine/engine.js";
import { evaluate } from "../inference/evaluate.js";
import { createPredictor } from "../inference/predictor.js";
import { clouds } from "../testing/clouds.js";
import { start } from "../testing/resumed.js";
import { type WatchedEngine, watchedEngine } from "../testing/watched-engine.js";
import { createTrainer } from "../trainer/trainer.js";
import { findLearningRate } from "./find-learning-rate.js";
import type { FitOptions } from "./fit-options.js";
import { fitPhases } from "./fit-phases.js";
import { fit, fitEpochs } from "./loop.js";
import type { SampleStream } from "./stream.js";

const fault = new Error("by the caller");
const fail = (): never => {
  throw fault;
};
const failLater = async (): Promise<never> => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return fail();
};

let engine: WatchedEngine;
beforeEach(async () => void (engine = await watchedEngine()));
/** However a training ends, it leaves nothing in native memory. */
afterEach(() => expect(engine.sessions.open).toBe(0));

const part = (count = 10): Samples => clouds(count);
/** A stream of three batches an epoch. */
const streamOf = (batches: SampleStream["batches"]): SampleStream => ({ stepsPerEpoch: 3, batches });
const never = new Promise<never>(() => {});

describe("a fault of the caller passes through fit, which frees what it holds", () => {
  const places: Readonly<Record<string, FitOptions>> = {
    onStep: { onStep: fail },
    "onStep, later": { onStep: failLater },
    onEpoch: { onEpoch: fail },
    "onEpoch, later": { onEpoch: failLater },
    schedule: { schedule: fail },
    augment: { augment: fail },
    "augment, later": { augment: failLater },
    onCheckpoint: { onCheckpoint: fail },
    "onCheckpoint, later": { onCheckpoint: failLater },
    onWarning: { onWarning: fail, optimizer: { kind: "sgd", learningRate: 1e-9 }, schedule: "constant" },
  };
  it.each(Object.entries(places))("%s", async (_, options) => {
    const given = { ...options, engine, epochs: 2, batchSize: 25, validationSplit: 0.2 };
    await expect(fit(start("spectral"), clouds(), given)).rejects.toBe(fault);
    if ("onCheckpoint" in options) return;
    const phases = [{ trainable: "all", epochs: 1 }] as const;
    await expect(fitPhases(start("spectral"), clouds(), phases, { ...given, epochs: 2 })).rejects.toBe(fault);
  });

  const streams: Readonly<Record<string, SampleStream["batches"]>> = {
    "a stream that cannot be opened": fail,
    *"a generator at its first batch"() {
      yield fail();
    },
    *"a generator at its second batch"() {
      yield part();
      yield fail();
    },
    async *"an asynchronous generator"() {
      yield part();
      yield await failLater();
    },
    *"a generator that is told to end"() {
      try {
        for (;;) yield part();
      } finally {
        fail();
      }
    },
  };
  for (const signal of [undefined, new AbortController().signal]) {
    it.each(Object.entries(streams))(`%s, ${signal ? "with" : "without"} a signal`, async (_, batches) => {
      const given = { engine, epochs: 2, ...(signal && { signal }) };
      await expect(fit(start("dense"), streamOf(batches), given)).rejects.toBe(fault);
    });
  }

  it("an engine that fails to compile, at any of its sessions", async () => {
    const network = createNetwork({
      inputShape: 2,
      layers: [spectral({ units: 8, eigenvalues: "one" }), dense({ units: 3, activation: "softmax" })],
    });
    for (let at = 0; at < 3; at++) {
      const made = engine.sessions.made;
      const failing: Engine = {
        ...engine,
        createSession: (model) =>
          engine.sessions.made === made + at ? Promise.reject(fault) : engine.createSession(model),
      };
      const given = { engine: failing, validationSplit: 0.2, batchSize: 1 };
      await expect(fit(network, clouds(), given)).rejects.toBe(fault);
      expect(engine.sessions.made).toBe(made + at); // a feature of the first layer, the step
      expect(engine.sessions.open).toBe(0);
    }
    await fit(network, clouds(), { engine, epochs: 1 });
  });

  it("an engine that fails to run", async () => {
    const failing: Engine = {
      ...engine,
      async createSession(model) {
        const session = await engine.createSession(model);
        return { run: () => Promise.reject(fault), release: () => session.release() };
      },
    };
    await expect(fit(start("spectral"), clouds(), { engine: failing })).rejects.toBe(fault);
    await expect(findLearningRate(start("dense"), clouds(), { engine: failing })).rejects.toBe(fault);
    const predictor = await createPredictor(start("dense"), { engine: failing });
    await expect(predictor.predict(new Float32Array(2))).rejects.toBe(fault);
    await predictor.release();
  });

  it("a loop that is left", async () => {
    for await (const { epoch } of fitEpochs(start("dense"), clouds(), { engine })) if (epoch === 2) break;
    await expect(
      (async () => {
        for await (const report of fitEpochs(start("dense"), clouds(), { engine })) fail.call(report);
      })(),
    ).rejects.toBe(fault);
  });
});

describe("an abort ends fit", () => {
  it("before it begins, and while it compiles, without a step", async () => {
    const given = { engine, validationSplit: 0.2 } as const;
    const early = await fit(start("dense"), clouds(), { ...given, signal: AbortSignal.abort() });
    expect(early).toMatchObject({ stopped: "aborted", history: [], checkpoint: { optimizer: { steps: 0 } } });
    const controller = new AbortController();
    const aborting: Engine = {
      ...engine,
      createSession(model) {
        controller.abort();
        return engine.createSession(model);
      },
    };
    const late = await fit(start("dense"), clouds(), {
      ...given,
      engine: aborting,
      signal: controller.signal,
    });
    expect(late).toMatchObject({ stopped: "aborted", history: [], checkpoint: { optimizer: { steps: 0 } } });
    expect(late.network).toEqual(early.network);
  });

  it("while it waits for a batch that never comes", async () => {
    const told: string[] = [];
    const waits: Readonly<Record<string, SampleStream["batches"]>> = {
      async *first() {
        yield await never;
      },
      async *second() {
        try {
          yield part();
          yield await never;
        } finally {
          told.push("ended"); // never, since it waits
        }
      },
      own: () => ({
        [Symbol.asyncIterator]: () => ({
          next: () => never,
          return: () => {
            told.push("told to end");
            return never;
          },
        }),
      }),
      failing: () => ({
        [Symbol.asyncIterator]: () => ({ next: () => never, return: () => failLater() }),
      }),
    };
    for (const [name, batches] of Object.entries(waits)) {
      const signal = AbortSignal.timeout(20);
      const result = await fit(start("dense"), streamOf(batches), { engine, signal });
      expect(result, name).toMatchObject({ stopped: "aborted", history: [] });
      expect(result.checkpoint?.optimizer.steps, name).toBe(name === "second" ? 1 : 0);
    }
    expect(told).toEqual(["told to end"]);
    await new Promise((resolve) => setTimeout(resolve, 5)); // an error that nobody handles would fail the test
  });

  it("between two batches, and lets the generator end", async () => {
    const controller = new AbortController();
    const told: string[] = [];
    const stream = streamOf(async function* () {
      try {
        for (;;) yield await Promise.resolve(part());
      } finally {
        told.push("ended");
      }
    });
    const onStep = () => controller.abort();
    const result = await fit(start("dense"), stream, { engine, onStep, signal: controller.signal });
    expect(result.checkpoint).toMatchObject({ running: { steps: 1 }, history: [] });
    expect(told).toEqual(["ended"]);
  });
});

describe("a stream that is wrong", () => {
  const cases: readonly (readonly [string, SampleStream["batches"], string])[] = [
    ["yields nothing", () => [], "fit: epoch 1 needs 3 batches (stepsPerEpoch), got 0"],
    ["ends early", () => [part(), part()], "fit: epoch 1 needs 3 batches (stepsPerEpoch), got 2"],
    ["yields no samples", () => [undefined as never], "fit: batch 1 of epoch 1: samples must be an object"],
    [
      "yields a batch of none",
      () => [part(), { inputs: new Float32Array(0), labels: [] }],
      "fit: batch 2 of epoch 1: ",
    ],
    [
      "yields another width",
      () => [{ inputs: new Float32Array(9), labels: [0, 1, 2] }],
      "fit: batch 1 of epoch 1: ",
    ],
    [
      "yields another number of labels",
      () => [{ inputs: new Float32Array(8), labels: [0] }],
      "fit: batch 1 of epoch 1: needs one label per sample",
    ],
    [
      "yields NaN",
      () => [{ inputs: Float32Array.of(0, NaN), labels: [0] }],
      "fit: batch 1 of epoch 1: inputs: number 1 is NaN",
    ],
    ["is none", () => 5 as never, "batches must return an array or a generator of batches, got 5"],
  ];
  for (const signal of [undefined, new AbortController().signal]) {
    it.each(cases)(
      `is named: it %s, ${signal ? "with" : "without"} a signal`,
      async (_, batches, message) => {
        const given = { engine, ...(signal && { signal }) };
        await expect(fit(start("dense"), streamOf(batches), given)).rejects.toThrow(message);
      },
    );
  }
});

describe("samples that change while they are trained on", () => {
  const network = createNetwork({ inputShape: 2, layers: [dense({ units: 1 })] });
  const given = () => ({
    inputs: Float32Array.from({ length: 40 }, (_, i) => i / 40),
    targets: Float32Array.from({ length: 20 }, (_, i) => i / 20),
  });

  it.each(["inputs", "targets"] as const)("are named where they are no longer finite: %s", async (name) => {
    const samples = given();
    const onStep = () => void samples[name].fill(NaN, 3);
    await expect(fit(network, samples, { engine, batchSize: 20, onStep })).rejects.toThrow(
      `fit: the loss is NaN at step 1 of epoch 2; number 3 of the ${name} is NaN now: they were changed while training`,
    );
  });

  it.each(["inputs", "targets", "weights"] as const)(
    "are missed where a buffer was transferred: %s",
    async (name) => {
      const samples = { ...given(), weights: new Float32Array(20).fill(1) };
      const onStep = () => {
        if (samples[name].length > 0) structuredClone(samples[name], { transfer: [samples[name].buffer] });
      };
      await expect(fit(network, samples, { engine, batchSize: 20, onStep })).rejects.toThrow(
        /transferred meanwhile\?$/,
      );
    },
  );

  it("do not have their labels changed", async () => {
    const labeled = clouds();
    const labels = Array.from(labeled.labels);
    const run = async (onStep: () => void) => {
      const { history } = await fit(start("dense"), { ...labeled, labels }, { engine, epochs: 2, onStep });
      return history.map(({ loss }) => loss);
    };
    const untouched = await run(() => {});
    expect(await run(() => void labels.fill(0))).toEqual(untouched);
  });

  it("are missed by predict, evaluate and a trainer too", async () => {
    /** The engine, with something to do after every run. */
    const watching = (onRun: () => void): Engine => ({
      ...engine,
      async createSession(model) {
        const session = await engine.createSession(model);
        return {
          async run(inputs) {
            const results = await session.run(inputs);
            onRun();
            return results;
          },
          release: () => session.release(),
        };
      },
    });
    for (const inputs of [new Float32Array(4000), new Uint8Array(4000)]) {
      const transferring = watching(() => {
        if (inputs.length > 0) structuredClone(inputs, { transfer: [inputs.buffer] });
      });
      const predictor = await createPredictor(network, { engine: transferring, batchSize: 10 });
      await expect(predictor.predict(inputs)).rejects.toThrow(
        /^inputs: needs \d+ numbers, got 0; was the array/,
      );
      await predictor.release();
    }
    const samples = given();
    const trainer = await createTrainer(network, samples, { engine });
    structuredClone(samples.inputs, { transfer: [samples.inputs.buffer] });
    await expect(trainer.step([0])).rejects.toThrow(/^inputs: needs 2 numbers, got 0/);
    await trainer.release();
    const measured = { inputs: new Float32Array(4000), targets: new Float32Array(2000) };
    const transferring = watching(() => {
      const { targets } = measured;
      if (targets.length > 0) structuredClone(targets, { transfer: [targets.buffer] });
    });
    await expect(evaluate(network, measured, { engine: transferring, batchSize: 10 })).rejects.toThrow(
      /transferred meanwhile/,
    );
    engine.sessions.open = 0; // those that are kept for further calls
  });
});
