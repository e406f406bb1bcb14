import { createNetwork, forward, inputSize, outputSize, ShapeError, type Network } from "@reciprocal/network";
import { networks, samplesOf } from "@reciprocal/test-networks";
import "@reciprocal/test-utils";
import { beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../engine/engine.js";
import { loadEngine } from "../engine/load-engine.js";
import { expectFailure } from "../testing/expect-failure.js";
import { watchedEngine } from "../testing/watched-engine.js";
import { createPredictor } from "./predictor.js";

const network = createNetwork({
  inputShape: 3,
  layers: [
    { kind: "dense", units: 20, activation: "tanh" },
    { kind: "dense", units: 2 },
  ],
  seed: 1,
});
const samples = samplesOf(network, 100);
const rows = Array.from({ length: 100 }, (_, i) => samples.subarray(3 * i, 3 * i + 3));
const tolerance = { relative: 1e-5, absolute: 1e-6 };

/** Samples of each run of an engine. */
const counts = ({ runs }: Awaited<ReturnType<typeof watchedEngine>>) => runs.map(({ x }) => x!.shape[0]);

describe("createPredictor", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await loadEngine();
  });

  const all: [string, Network][] = Object.entries(networks);
  it.each(all)("computes what forward computes, one sample or many: %s", async (_, network) => {
    const predictor = await createPredictor(network, { engine, batchSize: 3 });
    const inputs = samplesOf(network, 5);
    const [width, outputWidth] = [inputSize(network), outputSize(network)];
    const expected = forward(network, inputs);
    expect(await predictor.predict(inputs)).toBeCloseRelative(expected, tolerance);
    for (let i = 0; i < 5; i++) {
      expect(await predictor.predict(inputs.subarray(i * width, (i + 1) * width))).toBeCloseRelative(
        expected.subarray(i * outputWidth, (i + 1) * outputWidth),
        tolerance,
      );
    }
    await predictor.release();
  });

  it("takes a byte b as b / 255", async () => {
    const predictor = await createPredictor(network, { engine, batchSize: 2 });
    const bytes = Uint8Array.from({ length: 9 }, (_, i) => i * 31);
    const fractions = Float32Array.from(bytes, (byte) => byte / 255);
    expect(await predictor.predict(bytes)).toEqual(await predictor.predict(fractions));
    await predictor.release();
  });

  it("joins calls that come while a run is going on, and gives each its own outputs", async () => {
    const watched = await watchedEngine();
    const predictor = await createPredictor(network, { engine: watched });
    const outputs = await Promise.all(rows.map((row) => predictor.predict(row)));
    expect(counts(watched)).toEqual([1, 99]);
    const expected = forward(network, samples);
    outputs.forEach((own, i) => {
      expect(own).toBeCloseRelative(expected.subarray(2 * i, 2 * i + 2), tolerance);
      expect(own.buffer.byteLength).toBe(8);
    });
    await predictor.release();
  });

  it("runs no more samples at once than batchSize, whoever sent them", async () => {
    const watched = await watchedEngine();
    const predictor = await createPredictor(network, { engine: watched, batchSize: 8 });
    const bytes = Uint8Array.from({ length: 9 }, (_, i) => i * 20);
    const [one, twenty, three, pixels] = await Promise.all([
      predictor.predict(rows[0]!),
      predictor.predict(samples.subarray(3, 63)),
      predictor.predict(samples.subarray(63, 72)),
      predictor.predict(bytes),
    ]);
    // 8, 8, then the last 4 of the twenty, three, and the first of the pixels
    expect(counts(watched)).toEqual([1, 8, 8, 8, 2]);
    const expected = forward(network, samples);
    expect(one).toBeCloseRelative(expected.subarray(0, 2), tolerance);
    expect(twenty).toBeCloseRelative(expected.subarray(2, 42), tolerance);
    expect(three).toBeCloseRelative(expected.subarray(42, 48), tolerance);
    const fractions = Float32Array.from(bytes, (byte) => byte / 255);
    expect(pixels).toBeCloseRelative(forward(network, fractions), tolerance);
    await predictor.release();
  });

  it("computes with what stood in an array when it was called", async () => {
    const predictor = await createPredictor(network, { engine });
    const room = new Float32Array(3);
    const outputs = await Promise.all(
      rows.slice(0, 5).map((row) => {
        room.set(row);
        return predictor.predict(room);
      }),
    );
    const expected = forward(network, samples.subarray(0, 15));
    expect(outputs.flatMap((own) => [...own])).toBeCloseRelative(expected, tolerance);
    await predictor.release();
  });

  it.each(["onnxruntime-node", "onnxruntime-web"] as const)(
    "gives everything else a turn between two runs: %s",
    async (prefer) => {
      const watched = await watchedEngine({ prefer });
      const predictor = await createPredictor(network, { engine: watched, batchSize: 10 });
      await predictor.predict(rows[0]!);
      const from = watched.runs.length;
      const seen: number[] = [];
      let isDone = false;
      const look = (): void => {
        seen.push(watched.runs.length - from);
        if (!isDone) setImmediate(look);
      };
      setImmediate(look);
      await predictor.predict(samples);
      isDone = true;
      expect(watched.runs.length - from).toBe(10);
      expect(seen).toEqual(expect.arrayContaining([2, 3, 4, 5, 6, 7, 8, 9]));
      await predictor.release();
    },
  );

  it("refuses what does not fit, and the other calls do not notice", async () => {
    const predictor = await createPredictor(network, { engine });
    const settled = await Promise.allSettled([
      predictor.predict(rows[0]!),
      predictor.predict(new Float32Array(4)),
      predictor.predict(Float32Array.of(1, NaN, 2)),
      predictor.predict([1, 2, 3] as never),
      predictor.predict(rows[1]!),
    ]);
    expect(settled.map(({ status }) => status)).toEqual([
      "fulfilled",
      ...["rejected", "rejected", "rejected"],
      "fulfilled",
    ]);
    await expectFailure(
      () => predictor.predict(new Float32Array(4)),
      ShapeError,
      "predict",
      "3 numbers",
      "4",
    );
    await expectFailure(() => predictor.predict(Float32Array.of(1, NaN, 2)), RangeError, "NaN");
    await expectFailure(() => predictor.predict([1, 2, 3] as never), TypeError, "an array of 3");
    await predictor.release();
  });

  it("goes on after a run that fails, which only the callers in it are told", async () => {
    const runs: number[] = [];
    const failing: Engine = {
      ...engine,
      async createSession(model) {
        const session = await engine.createSession(model);
        return {
          ...session,
          run(inputs) {
            runs.push(inputs["x"]!.shape[0]!);
            return runs.length === 2 ? Promise.reject(new Error("no memory")) : session.run(inputs);
          },
        };
      },
    };
    const predictor = await createPredictor(network, { engine: failing, batchSize: 4 });
    const settled = await Promise.allSettled([
      predictor.predict(rows[0]!),
      predictor.predict(samples.subarray(3, 24)), // seven samples: the first four are in the run that fails
      predictor.predict(rows[8]!),
    ]);
    expect(settled).toMatchObject([
      { status: "fulfilled" },
      { status: "rejected", reason: { message: "no memory" } },
      { status: "fulfilled" },
    ]);
    expect(runs).toEqual([1, 4, 1]); // nobody waits for the other three
    await predictor.release();
  });

  it("is released after the calls that were made, and refuses later ones", async () => {
    const watched = await watchedEngine();
    const predictor = await createPredictor(network, { engine: watched, batchSize: 10 });
    const calls = rows.map((row) => predictor.predict(row));
    const done: string[] = [];
    void calls[99]!.then(() => done.push("last call"));
    const released = predictor.release().then(() => done.push("release"));
    await expectFailure(() => predictor.predict(rows[0]!), Error, "predict", "released");
    await released;
    expect(done).toEqual(["last call", "release"]);
    expect(watched.sessions).toEqual({ made: 1, open: 0 });
    await predictor.release();
    expect(watched.sessions.open).toBe(0);
    await Promise.all(calls);
  });

  it("refuses malformed networks and unknown options", async () => {
    await expectFailure(() => createPredictor({ ...network, inputShape: [4] }), ShapeError, "layer 0", "4");
    await expectFailure(
      () => createPredictor(network, { batchSize: 0 }),
      RangeError,
      "createPredictor",
      "batchSize",
    );
    await expectFailure(() => createPredictor(network, { batch: 3 } as never), TypeError, "batchSize");
  });
});
