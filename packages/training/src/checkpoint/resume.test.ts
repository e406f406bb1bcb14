import { createNetwork, withTrainable } from "@reciprocal/network";
import { beforeAll, describe, expect, it } from "vitest";
import type { Checkpoint } from "./checkpoint.js";
import { encodeCheckpoint } from "./encode-checkpoint.js";
import { loadEngine } from "../engine/load-engine.js";
import type { FitOptions } from "../fit/fit-options.js";
import { fit } from "../fit/loop.js";
import { clouds } from "../testing/clouds.js";
import { type ErrorClass, expectFailure } from "../testing/expect-failure.js";
import { watchedEngine } from "../testing/watched-engine.js";
import { start, adam, options, bitsOf, lasting, timeless, inOneGo } from "../testing/resumed.js";

describe("resume", () => {
  const validated = { ...options, validationSplit: 0.2, earlyStopping: { patience: 9 } };
  let middle: Checkpoint;
  let end: Checkpoint;
  beforeAll(async () => {
    const { checkpoints } = await inOneGo(start("spectral"), validated);
    [middle, end] = [checkpoints[9]!, checkpoints.at(-1)!];
  });

  it("goes on for more epochs than were asked for, as if they had been from the start", async () => {
    const longer = { ...validated, epochs: 7 };
    const whole = await fit(start("spectral"), clouds(), longer);
    for (const resume of [middle, end]) {
      const { network, history } = await fit(start("spectral"), clouds(), { ...longer, resume });
      expect(bitsOf(network)).toBe(bitsOf(whole.network));
      expect(history.map(({ loss }) => loss)).toEqual(whole.history.map(({ loss }) => loss));
    }
  });

  it("ends at once where everything was done", async () => {
    const engine = await watchedEngine();
    const result = await fit(start("spectral"), clouds(), { ...validated, resume: end, engine });
    expect([result.stopped, result.history, result.networkEpoch]).toEqual(["epochs", end.history, 4]);
    expect(engine.runs).toEqual([]);
    const impatient = { ...validated, epochs: 9, earlyStopping: { patience: 1 } };
    const stopped = await fit(start("spectral"), clouds(), impatient);
    let last: Checkpoint | undefined;
    await fit(start("spectral"), clouds(), { ...impatient, onCheckpoint: (now) => void (last = now) });
    expect(lasting(await fit(start("spectral"), clouds(), { ...impatient, resume: last }))).toEqual(
      lasting(stopped),
    );
  });

  it("takes the network of the checkpoint in place of the one that training began with", async () => {
    const whole = await fit(start("spectral"), clouds(), validated);
    const resumed = await fit(middle.network, clouds(), { ...validated, resume: middle });
    expect(lasting(resumed)).toEqual(lasting(whole));
    const third = await inOneGo(middle.network, { ...validated, resume: middle });
    expect(timeless(third.checkpoints.at(-1)!)).toEqual(timeless(end));
  });

  it("takes the same settings and samples in other words", async () => {
    const whole = await fit(start("spectral"), clouds(), validated);
    const { inputs, labels } = clouds();
    const held = 107 - Math.round(107 * 0.2);
    const resumed = await fit(
      start("spectral"),
      { inputs: inputs.slice(0, 2 * held), labels: Array.from(labels.slice(0, held)) },
      {
        ...validated,
        validationSplit: 0,
        validation: { inputs: inputs.slice(2 * held), labels: Uint8Array.from(labels.slice(held)) },
        loss: "cross-entropy",
        shuffle: true,
        optimizer: { ...adam, beta1: 0.9 },
        penalties: { kernels: { l1: 0 } },
        resume: middle,
      },
    );
    expect(lasting(resumed)).toEqual(lasting(whole));
  });

  it("refuses what would give other numbers, and names it", async () => {
    const fails = async (
      wrong: FitOptions,
      message: RegExp,
      network = start("spectral"),
      samples = clouds(),
    ) => {
      const resumed = fit(network, samples, { ...validated, resume: middle, ...wrong });
      await expect(resumed).rejects.toThrow(message);
      await expect(resumed).rejects.toThrow(RangeError);
    };
    const needs = (name: string, rest: string) =>
      new RegExp(`^fit: resume needs the ${name} of the checkpoint, ${rest}$`);
    await fails({ batchSize: 24 }, needs("batchSize", "25, got 24"));
    await fails({ seed: 4 }, needs("seed", "3, got 4"));
    await fails({ shuffle: false }, needs("shuffle", "true, got false"));
    await fails({ loss: "mean-squared-error" }, needs("loss", '"cross-entropy", got "mean-squared-error"'));
    await fails({ optimizer: { kind: "adam" } }, needs("optimizer.learningRate", "0.02, got {.*"));
    await fails({ optimizer: { ...adam, kind: "adamax" } }, needs("optimizer.kind", '"adam", got "adamax"'));
    await fails({ penalties: { kernels: { l2: 1 } } }, needs("penalties.kernels.l2", "0, got 1"));
    await fails({ precomputeLimitBytes: 0 }, needs("precomputeLimitBytes", "1073741824, got 0"));
    await fails({ earlyStopping: { minDelta: 0.1 } }, needs("earlyStopping.minDelta", "0, got 0.1"));
    await fails(
      { earlyStopping: { restoreBest: true } },
      needs("earlyStopping.restoreBest", "false, got true"),
    );
    await fails({ earlyStopping: { monitor: "validationAccuracy" } }, needs("earlyStopping.monitor", ".*"));
    await fails({ validationSplit: 0.1 }, needs("samples", '"[0-9a-f]{64}", got "[0-9a-f]{64}"'));
    const samples = clouds();
    samples.labels[106] = (samples.labels[106]! + 1) % 3;
    await fails({}, needs("validation", '"[0-9a-f]{64}", got "[0-9a-f]{64}"'), start("spectral"), samples);
    const other = createNetwork({
      inputShape: 2,
      layers: [{ kind: "dense", units: 3, activation: "softmax" }],
      seed: 1,
    });
    await fails({}, /^fit: resume needs the network of .*; give the one that training began with, or/, other);
    await fails({}, /^fit: resume needs the network of /, withTrainable(start("spectral"), "all"));
    await fails({ epochs: 1 }, /^fit: epochs must be at least 3, as the checkpoint is in that, got 1$/);
    await fails(
      { schedule: ({ epoch }) => 1 / (1 + epoch) },
      /^fit: resume needs the schedule of the checkpoint, with a learning rate of 0.02 at step 4 of epoch 1, got 0.011/,
    );
    const unstopped = { ...options, validationSplit: 0.2 };
    await expect(fit(start("spectral"), clouds(), { ...unstopped, resume: middle })).rejects.toThrow(
      needs("earlyStopping", '.*"minDelta":0.*, got none'),
    );
  });

  it("says that the schedule cosine follows from epochs", async () => {
    let last: Checkpoint | undefined;
    const given = { ...validated, schedule: "cosine", epochs: 2 } as const;
    await fit(start("dense"), clouds(), { ...given, onCheckpoint: (now) => void (last = now) });
    await expect(fit(start("dense"), clouds(), { ...given, epochs: 4, resume: last })).rejects.toThrow(
      "; cosine follows from epochs, which were 2: take as many",
    );
  });

  it("looks at the schedule of the running epoch too", async () => {
    const early = (await inOneGo(start("spectral"), validated)).checkpoints[1]!;
    expect(early.history).toEqual([]);
    const resumed = fit(start("spectral"), clouds(), { ...validated, resume: early, schedule: () => 0.5 });
    await expect(resumed).rejects.toThrow("a learning rate of 0.02 at step 2 of epoch 1, got 0.01");
  });

  it("refuses what is not a checkpoint, or whose parts do not fit", async () => {
    const fails = (resume: unknown, type: ErrorClass, ...facts: readonly RegExp[]) => {
      const given = { ...validated, resume: resume as Checkpoint };
      return expectFailure(() => fit(start("spectral"), clouds(), given), type, ...facts);
    };
    await fails(
      encodeCheckpoint(middle),
      TypeError,
      /needs a checkpoint, got a Uint8Array; decodeCheckpoint reads/,
    );
    await fails(null, TypeError, /resume.*a checkpoint, got null/);
    await fails(
      { ...middle, optimizer: end.optimizer },
      RangeError,
      /optimizer after 10 steps, got one after/,
    );
    await fails(
      { ...middle, optimizer: { ...middle.optimizer, groups: [] } },
      RangeError,
      /groups 0.bias, 0.lambdaIn, 0.lambdaOut, 2.bias, 2.lambdaIn, 2.lambdaOut, got none/,
    );
    const [first, ...others] = middle.optimizer.groups;
    const short = { ...first!, slots: first!.slots.map((slot) => slot.slice(1)) };
    await fails(
      { ...middle, optimizer: { ...middle.optimizer, groups: [short, ...others] } },
      RangeError,
      /0.bias.*16 and 16 numbers, got 15 and 15/,
    );
    await fails({ ...middle, history: middle.history.slice(1) }, RangeError, /report 0.*epoch 1, got 2/);
    const running = { ...middle.running, steps: NaN };
    await fails({ ...middle, running }, RangeError, /running: steps.*got NaN/);
    await fails({ ...middle, running: { ...middle.running, lossSum: "3" } }, TypeError, /lossSum.*got "3"/);
    await fails({ ...middle, running: { ...middle.running, samples: "9" } }, TypeError, /samples.*got "9"/);
    await fails({ ...middle, running: { ...middle.running, correct: null } }, TypeError, /correct.*got null/);
    const best = { epoch: 3, network: middle.network };
    await fails({ ...middle, best }, RangeError, /best epoch.*1 to 2, got 3/);
  });

  it("refuses a wrong interval", async () => {
    const fails = (checkpointEvery: object, type: ErrorClass, fact: RegExp) => {
      const given = { ...options, checkpointEvery } as FitOptions;
      return expectFailure(() => fit(start("dense"), clouds(), given), type, fact);
    };
    await fails({ epochs: 0 }, RangeError, /checkpointEvery: epochs.*got 0/);
    await fails({}, TypeError, /checkpointEvery.*epochs or steps, got neither/);
    await fails({ epochs: 1, steps: 1 }, TypeError, /checkpointEvery.*epochs or steps, got both/);
    await fails({ seconds: 1 }, TypeError, /checkpointEvery: unknown option seconds/);
  });

  it("tells of another engine, and goes on with it", async () => {
    const engine = await loadEngine({ prefer: "onnxruntime-web" });
    const warnings: string[] = [];
    const onWarning = (message: string) => void warnings.push(message);
    const { stopped } = await fit(start("spectral"), clouds(), {
      ...validated,
      resume: middle,
      engine,
      onWarning,
    });
    expect(stopped).toBe("epochs");
    expect(warnings).toEqual([
      expect.stringMatching(
        /^fit: the checkpoint is of onnxruntime-node [\d.]+, and onnxruntime-web [\d.]+ continues from it/,
      ),
    ]);
  });

  it("computes no digest of the samples if no checkpoint is asked for", async () => {
    const digest = crypto.subtle.digest.bind(crypto.subtle);
    let digests = 0;
    crypto.subtle.digest = (...given) => {
      digests++;
      return digest(...given);
    };
    try {
      await fit(start("dense"), clouds(), options);
      expect(digests).toBe(0);
      await fit(start("dense"), clouds(), { ...options, onCheckpoint: () => undefined });
      expect(digests).toBeGreaterThan(0);
    } finally {
      crypto.subtle.digest = digest;
    }
  });
});
