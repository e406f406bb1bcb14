import { createNetwork, withTrainable, type Network } from "@reciprocal/network";
import { describe, expect, it } from "vitest";
import type { Checkpoint } from "./checkpoint.js";
import { decodeCheckpoint } from "./decode-checkpoint.js";
import { encodeCheckpoint } from "./encode-checkpoint.js";
import { loadEngine } from "../engine/load-engine.js";
import { fit } from "../fit/loop.js";
import { cosineSchedule, warmupSchedule } from "../fit/schedules.js";
import type { OptimizerOptions } from "../optimizers/create-optimizer.js";
import { clouds } from "../testing/clouds.js";
import { createTrainer } from "../trainer/trainer.js";
import { start, cut, adam, options, bitsOf, lasting, inOneGo, expectSameEnd } from "../testing/resumed.js";

const optimizers: readonly OptimizerOptions[] = [
  { kind: "sgd", learningRate: 0.1 },
  { kind: "sgd", learningRate: 0.1, momentum: 0.9 },
  adam,
  { kind: "adamw", learningRate: 0.02, weightDecay: 0.1 },
  { kind: "adamax", learningRate: 0.03 },
];
const networks: readonly (readonly [string, Network])[] = [
  ["dense", start("dense")],
  ["spectral, eigenvalues", start("spectral")],
  ["spectral, everything", start("spectral", { trainable: "all" })],
  ["s-svd", start("s-svd")],
  ["s-qr", start("s-qr")],
  ["s-qr, a dynamic mask", start("s-qr", { sparsity: 0.5 })],
  ["dense, a dynamic mask that is sought near the last", start("dense", { sparsity: 0.6, units: 5000 })],
  ["spectral, a fixed mask", cut(start("spectral"))],
  ["dense, a fixed mask and a dynamic one", cut(start("dense", { sparsity: 0.5 }))],
];

describe("a fit that resumes gives the same bits as one in one go", () => {
  for (const [name, network] of networks) {
    it.each(optimizers)(`${name}: $kind`, async (optimizer) => {
      await expectSameEnd(network, { ...options, optimizer, epochs: 3 }, 2);
    });
  }

  it("from every step there is", async () => {
    const { result, checkpoints } = await inOneGo(start("s-qr"), options);
    expect(checkpoints).toHaveLength(20); // 107 samples in batches of 25: 5 steps in each of 4 epochs
    for (const resume of checkpoints) {
      expect(lasting(await fit(start("s-qr"), clouds(), { ...options, resume }))).toEqual(lasting(result));
    }
  });

  it("with a schedule, penalties, and samples in their own order", async () => {
    const given = {
      ...options,
      shuffle: false,
      schedule: warmupSchedule({ steps: 7, then: cosineSchedule({ epochs: 4 }) }),
      penalties: { kernels: { l2: 0.01 }, eigenvalues: { l1: 0.001 } },
    };
    await expectSameEnd(start("s-svd", { trainable: "all" }), given, 6);
  });

  it("with early stopping, on the last network and on the best, which may lie before the checkpoint", async () => {
    const wild = {
      ...options,
      epochs: 40,
      validationSplit: 0.3,
      optimizer: { kind: "adam", learningRate: 0.7 },
    } as const;
    for (const restoreBest of [false, true]) {
      const earlyStopping = { patience: 3, minDelta: 0.01, restoreBest };
      const { result, checkpoints } = await inOneGo(start("dense"), { ...wild, earlyStopping });
      expect(result.stopped).toBe("early-stopping");
      expect(checkpoints.some(({ best, history }) => best !== undefined && best.epoch < history.length)).toBe(
        restoreBest,
      );
      await expectSameEnd(start("dense"), { ...wild, earlyStopping }, 8);
    }
  });

  it("on numbers, which have no accuracy", async () => {
    const line = createNetwork({ inputShape: 2, layers: [{ kind: "spectral", units: 1 }], seed: 1 });
    const samples = { inputs: clouds().inputs, targets: clouds(107, 2).inputs.filter((_, i) => i % 2 === 0) };
    const given = { ...options, loss: "mean-squared-error", validationSplit: 0.2 } as const;
    const whole = await fit(line, samples, given);
    let resume: Checkpoint | undefined;
    const onCheckpoint = (checkpoint: Checkpoint) => void (resume ??= checkpoint);
    await fit(line, samples, { ...given, onCheckpoint, checkpointEvery: { steps: 7 } });
    expect(resume).toMatchObject({ running: { steps: 3 }, history: [{}] });
    for (const part of [resume!.running, resume!.history[0]!]) {
      expect(Object.keys(part).filter((name) => /correct|accuracy/i.test(name))).toEqual([]);
    }
    resume = decodeCheckpoint(encodeCheckpoint(resume!));
    expect(lasting(await fit(line, samples, { ...given, resume }))).toEqual(lasting(whole));
  });

  it("in WebAssembly", async () => {
    const engine = await loadEngine({ prefer: "onnxruntime-web" });
    await expectSameEnd(start("s-qr", { sparsity: 0.5 }), { ...options, engine }, 2);
  });

  it("in phases that train one part after the other", async () => {
    const phases = ["eigenvalues", "eigenvectors", "eigenvalues"] as const;
    const run = async (stopAt: number) => {
      let network = start("spectral");
      let trained = 0;
      for (const [turn, phase] of phases.entries()) {
        const given = { ...options, epochs: 2, seed: turn };
        const begin = withTrainable(network, phase);
        const controller = new AbortController();
        const onCheckpoint = () => {
          if (++trained === stopAt) controller.abort();
        };
        const every = { onCheckpoint, checkpointEvery: { steps: 1 } };
        let result = await fit(begin, clouds(), { ...given, ...every, signal: controller.signal });
        if (result.stopped === "aborted") {
          result = await fit(begin, clouds(), { ...given, ...every, resume: result.checkpoint });
        }
        network = result.network;
      }
      return bitsOf(network);
    };
    const whole = await run(0);
    for (const stopAt of [4, 13, 25]) expect(await run(stopAt)).toEqual(whole);
  });

  it("in a loop of one's own, from the state of the optimizer", async () => {
    const order = [
      [0, 1, 2],
      [3, 4],
      [5, 6, 7],
      [1, 8],
    ];
    const whole = await createTrainer(start("s-qr"), clouds(), { optimizer: adam });
    for (const batch of order) await whole.step(batch);
    const first = await createTrainer(start("s-qr"), clouds(), { optimizer: adam });
    for (const batch of order.slice(0, 2)) await first.step(batch);
    const optimizerState = first.optimizerState();
    const network = first.network();
    await first.step([9]); // what was taken stays as it is
    const second = await createTrainer(network, clouds(), { optimizer: adam, optimizerState });
    for (const batch of order.slice(2)) await second.step(batch);
    expect(bitsOf(second.network())).toBe(bitsOf(whole.network()));
    expect(second.optimizerState()).toEqual(whole.optimizerState());
    await Promise.all([whole, first, second].map((trainer) => trainer.release()));
  });
});
