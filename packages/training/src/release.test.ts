import { createNetwork, dense } from "@reciprocal/network";
import { encodeModel, input, negate } from "@reciprocal/graph";
import { describe, expect, it } from "vitest";
import { loadEngine } from "./engine/load-engine.js";
import { createPredictor } from "./inference/predictor.js";
import { watchedEngine } from "./testing/watched-engine.js";
import { createTrainer } from "./trainer/trainer.js";

const network = createNetwork({ inputShape: 2, layers: [dense({ units: 1 })] });
const samples = { inputs: Float32Array.of(1, 2, 3, 4), targets: Float32Array.of(1, 2) };

describe.each(["onnxruntime-node", "onnxruntime-web"] as const)("a session of %s", (prefer) => {
  it("is released once, after the runs that were begun, and refuses further ones", async () => {
    const engine = await loadEngine({ prefer });
    const x = input("x", ["n", 2]);
    const session = await engine.createSession(encodeModel({ y: negate(x) }));
    const inputs = { x: { data: Float32Array.of(1, 2), shape: [1, 2] } };
    const runs = [session.run(inputs), session.run(inputs)];
    const released = session.release();
    expect(session.release()).toBe(released);
    await expect(session.run(inputs)).rejects.toThrow("run: the session was released");
    for (const { y } of await Promise.all(runs)) expect([...y!]).toEqual([-1, -2]);
    await released;
    await session.release();
  });
});

describe("a trainer", () => {
  it("is released once, after the step that was begun, refuses further ones, and still says what it learnt", async () => {
    const engine = await watchedEngine();
    const trainer = await createTrainer(network, samples, { engine });
    const step = trainer.step([0, 1]);
    const released = trainer.release();
    expect(trainer.release()).toBe(released);
    await expect(trainer.step([0])).rejects.toThrow("step: the trainer was released");
    expect((await step).loss).toBeGreaterThan(0);
    await released;
    await trainer.release();
    expect(engine.sessions.open).toBe(0);
    expect(trainer.optimizerState().steps).toBe(1);
    expect(trainer.network()).not.toEqual(network);
  });

  it("is released after a step that failed", async () => {
    const engine = await watchedEngine();
    const trainer = await createTrainer(network, samples, { engine });
    const step = trainer.step([9]);
    const released = trainer.release();
    await expect(step).rejects.toThrow(RangeError);
    await released;
    expect(engine.sessions.open).toBe(0);
  });
});

describe("a predictor", () => {
  it("is released once", async () => {
    const engine = await watchedEngine();
    const predictor = await createPredictor(network, { engine });
    expect(predictor.release()).toBe(predictor.release());
    await predictor.release();
    expect(engine.sessions.open).toBe(0);
  });
});
