import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createNetwork, forward, ShapeError, type Network } from "@reciprocal/network";
import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { expectFailure } from "../testing/expect-failure.js";
import { watchedEngine } from "../testing/watched-engine.js";
import { evaluate } from "./evaluate.js";
import { predict } from "./predict.js";

const networkOf = (seed: number): Network =>
  createNetwork({ inputShape: 3, layers: [{ kind: "dense", units: 2 }], seed });
const inputs = Float32Array.of(1, 2, 3, -1, 0, 0.5);
const tolerance = { relative: 1e-5, absolute: 1e-6 };

describe("predict", () => {
  it("compiles a network once, for as long as it is among the last four", async () => {
    const engine = await watchedEngine();
    const networks = [1, 2, 3, 4, 5].map(networkOf);
    const [first, ...others] = networks as [Network, ...Network[]];
    for (let i = 0; i < 3; i++) await predict(first, inputs, { engine });
    expect(engine.sessions).toEqual({ made: 1, open: 1 });
    for (const other of others.slice(0, 3)) await predict(other, inputs, { engine });
    expect(await predict(first, inputs, { engine })).toBeCloseRelative(forward(first, inputs), tolerance);
    expect(engine.sessions).toEqual({ made: 4, open: 4 });
    // a fifth one takes the place of the one that was not used for longest, the second
    await predict(others[3]!, inputs, { engine });
    expect(engine.sessions).toEqual({ made: 5, open: 4 });
    await predict(first, inputs, { engine });
    expect(engine.sessions.made).toBe(5);
    await predict(others[0]!, inputs, { engine });
    expect(engine.sessions.made).toBe(6);
  });

  it("compiles for each size of runs", async () => {
    const engine = await watchedEngine();
    const network = networkOf(1);
    await predict(network, inputs, { engine });
    await predict(network, inputs, { engine, batchSize: 1 });
    expect(engine.runs.map(({ x }) => x!.shape[0])).toEqual([2, 1, 1]);
  });

  it("compiles anew where numbers were changed in place", async () => {
    const engine = await watchedEngine();
    const network = networkOf(1);
    const layer = network.layers[0] as { kernel: Float32Array; bias: Float32Array };
    await predict(network, inputs, { engine });
    layer.bias[1] = 3;
    expect(await predict(network, inputs, { engine })).toBeCloseRelative(forward(network, inputs), tolerance);
    layer.kernel[5] = -layer.kernel[5]!;
    expect(await predict(network, inputs, { engine })).toBeCloseRelative(forward(network, inputs), tolerance);
    expect(engine.sessions).toEqual({ made: 3, open: 1 });
  });

  it("looks at a network after all that ask at once, so that nobody gets numbers from before a change", async () => {
    const engine = await watchedEngine();
    const network = networkOf(1);
    await predict(network, inputs, { engine });
    const before = predict(network, inputs, { engine });
    (network.layers[0] as { bias: Float32Array }).bias[1] = 3;
    const after = predict(network, inputs, { engine });
    expect(await after).toBeCloseRelative(forward(network, inputs), tolerance);
    expect(await before).toEqual(await after);
  });

  it("runs more networks at once than are kept, and frees none that still computes", async () => {
    const engine = await watchedEngine();
    const networks = Array.from({ length: 9 }, (_, i) => networkOf(i));
    const outputs = await Promise.all(networks.map((network) => predict(network, inputs, { engine })));
    networks.forEach((network, i) => {
      expect(outputs[i]).toBeCloseRelative(forward(network, inputs), tolerance);
    });
    await new Promise(setImmediate);
    expect(engine.sessions).toEqual({ made: 9, open: 4 });
  });

  it("frees what it keeps of a network that is gone", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const engine = await watchedEngine();
    await predict(networkOf(1), inputs, { engine });
    await evaluate(networkOf(2), { inputs, targets: new Float32Array(4) }, { engine });
    expect(engine.sessions.open).toBe(2);
    for (let i = 0; i < 50 && engine.sessions.open > 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      collect();
    }
    expect(engine.sessions.open).toBe(0);
  });

  it("joins the calls for one network", async () => {
    const engine = await watchedEngine();
    const network = networkOf(1);
    await predict(network, inputs, { engine });
    await Promise.all(Array.from({ length: 20 }, () => predict(network, inputs, { engine })));
    expect(engine.runs.map(({ x }) => x!.shape[0])).toEqual([2, 2, 38]);
  });

  it("keeps nothing of a network that cannot be compiled", async () => {
    const working = await watchedEngine();
    let isBroken = true;
    const engine = {
      ...working,
      createSession: (model: Uint8Array) =>
        isBroken ? Promise.reject(new Error("no memory")) : working.createSession(model),
    };
    const network = networkOf(1);
    await expectFailure(() => predict(network, inputs, { engine }), Error, "no memory");
    isBroken = false;
    expect(await predict(network, inputs, { engine })).toHaveLength(4);
    await expectFailure(() => predict({ ...network, inputShape: [4] }, inputs, { engine }), ShapeError, "4");
    await expectFailure(() => predict(undefined as never, inputs, { engine }), TypeError, "network");
  });
});

describe("evaluate", () => {
  const network = createNetwork({
    inputShape: 3,
    layers: [{ kind: "dense", units: 2, activation: "softmax" }],
    seed: 1,
  });
  const samples = { inputs, labels: [0, 1] };

  it("compiles a network once for each loss and size, and with weights once more", async () => {
    const engine = await watchedEngine();
    const first = await evaluate(network, samples, { engine });
    expect(await evaluate(network, samples, { engine })).toEqual(first);
    expect(engine.sessions).toEqual({ made: 1, open: 1 });
    await evaluate(network, samples, { engine, batchSize: 1 });
    await evaluate(network, { ...samples, weights: Float32Array.of(1, 3) }, { engine });
    await evaluate(network, samples, { engine, loss: "mean-squared-error" });
    expect(engine.sessions.made).toBe(4);
  });

  it("measures different samples at once, each with its own numbers", async () => {
    const engine = await watchedEngine();
    const sets = [0, 1, 2].map((shift) => ({
      inputs: inputs.map((value) => value * (1 + shift)),
      labels: [shift % 2, 1],
    }));
    const alone = [];
    for (const set of sets) alone.push(await evaluate(network, set, { engine, batchSize: 1 }));
    const together = sets.map((set) => evaluate(network, set, { engine, batchSize: 1 }));
    expect(await Promise.all(together)).toEqual(alone);
    expect(new Set(alone.map(({ loss }) => loss)).size).toBe(3);
    expect(engine.sessions.made).toBe(1);
  });
});
