import {
  createNetwork,
  encodeNetwork,
  withTrainable,
  type LayerSpec,
  type Network,
  type TrainableChoice,
} from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { beforeAll, describe, expect, it } from "vitest";
import type { Checkpoint } from "./checkpoint.js";
import { decodeCheckpoint } from "./decode-checkpoint.js";
import { encodeCheckpoint } from "./encode-checkpoint.js";
import { loadEngine } from "../engine/load-engine.js";
import type { FitOptions } from "../fit/fit-options.js";
import type { FitResult } from "../fit/fit-result.js";
import { fit, fitEpochs } from "../fit/loop.js";
import type { OptimizerOptions } from "../optimizers/create-optimizer.js";
import { cosineSchedule, warmupSchedule } from "../fit/schedules.js";
import { type ErrorClass, expectFailure } from "../testing/expect-failure.js";
import { clouds } from "../testing/clouds.js";
import { watchedEngine } from "../testing/watched-engine.js";
import { createTrainer } from "../trainer/trainer.js";

interface Extras {
  readonly sparsity?: number;
  readonly units?: number;
  readonly trainable?: TrainableChoice;
}

function start(
  kind: "dense" | "spectral" | "s-svd" | "s-qr",
  { sparsity, units = 16, trainable }: Extras = {},
): Network {
  const layers = [
    { kind, units, activation: "tanh", ...(sparsity !== undefined && { sparsity }) },
    { kind, units: 3, activation: "softmax" },
  ] as LayerSpec[];
  const network = createNetwork({ inputShape: 2, layers, seed: 4 });
  return trainable === undefined ? network : withTrainable(network, trainable);
}

/** The network with every third weight of its first layer cut. */
function cut(network: Network): Network {
  const [first, ...rest] = network.layers;
  if (first?.kind === "activation") return network;
  const mask = Uint8Array.from({ length: first!.inputs * first!.outputs }, (_, i) => (i % 3 === 0 ? 0 : 1));
  return { ...network, layers: [{ ...first!, mask }, ...rest] };
}

const adam = { kind: "adam", learningRate: 0.02 } as const;
const options = { epochs: 4, batchSize: 25, seed: 3, optimizer: adam } as const satisfies FitOptions;

/** As text, which compares at once. */
const bitsOf = (network: Network): string => Buffer.from(encodeNetwork(network)).toString("base64");

/** What does not depend on the clock, the network as its bytes. */
function lasting({ network, history, ...rest }: FitResult) {
  return {
    ...rest,
    network: bitsOf(network),
    history: history.map((report) => ({ ...report, seconds: 0 })),
  };
}

function timeless(checkpoint: Checkpoint): string {
  const bytes = encodeCheckpoint({
    ...checkpoint,
    history: checkpoint.history.map((report) => ({ ...report, seconds: 0 })),
    running: { ...checkpoint.running, seconds: 0 },
  });
  return Buffer.from(bytes).toString("base64");
}

/** A training in one go, with a checkpoint after every step. */
async function inOneGo(network: Network, given: FitOptions, samples = clouds()) {
  const checkpoints: Checkpoint[] = [];
  const onCheckpoint = (checkpoint: Checkpoint) => void checkpoints.push(checkpoint);
  const result = await fit(network, samples, { ...given, onCheckpoint, checkpointEvery: { steps: 1 } });
  return { result, checkpoints };
}

/** Checks that training from a checkpoint that went through a file ends as it did in one go. */
async function expectSameEnd(
  network: Network,
  given: FitOptions,
  moments: number,
  samples = clouds(),
): Promise<void> {
  const plain = await fit(network, samples, given);
  const { result, checkpoints } = await inOneGo(network, given, samples);
  expect(lasting(result)).toEqual(lasting(plain));
  const random = new Random(5);
  for (let i = 0; i < moments; i++) {
    const resume = decodeCheckpoint(encodeCheckpoint(checkpoints[random.integer(checkpoints.length)]!));
    let last = resume;
    const onCheckpoint = (checkpoint: Checkpoint) => void (last = checkpoint);
    const resumed = await fit(network, samples, {
      ...given,
      resume,
      onCheckpoint,
      checkpointEvery: { epochs: 99 },
    });
    expect(lasting(resumed)).toEqual(lasting(plain));
    expect(timeless(last)).toEqual(timeless(checkpoints.at(-1)!));
  }
}

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

  it("on numbers, whose accuracy is NaN", async () => {
    const line = createNetwork({ inputShape: 2, layers: [{ kind: "spectral", units: 1 }], seed: 1 });
    const samples = { inputs: clouds().inputs, targets: clouds(107, 2).inputs.filter((_, i) => i % 2 === 0) };
    const given = { ...options, loss: "mean-squared-error", validationSplit: 0.2 } as const;
    const whole = await fit(line, samples, given);
    let resume: Checkpoint | undefined;
    const onCheckpoint = (checkpoint: Checkpoint) => void (resume ??= checkpoint);
    await fit(line, samples, { ...given, onCheckpoint, checkpointEvery: { steps: 7 } });
    expect(resume).toMatchObject({ running: { steps: 3, correct: NaN }, history: [{ accuracy: NaN }] });
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

describe("an abort", () => {
  it("leaves a checkpoint, within an epoch too, as often as may be", async () => {
    const network = start("s-qr", { sparsity: 0.5 });
    const whole = await fit(network, clouds(), options);
    let resume: Checkpoint | undefined;
    let stops = 0;
    for (;;) {
      const controller = new AbortController();
      const goOn = resume ? 3 : 2;
      let taken = 0;
      const result = await fit(network, clouds(), {
        ...options,
        resume,
        signal: controller.signal,
        checkpointEvery: { steps: 1 },
        onCheckpoint: () => {
          if (++taken === goOn) controller.abort();
        },
      });
      if (result.stopped === "epochs") {
        expect(lasting(result)).toEqual(lasting(whole));
        expect(result).not.toHaveProperty("checkpoint");
        break;
      }
      stops++;
      resume = result.checkpoint!;
      expect(resume.network).toEqual(result.network);
    }
    expect(stops).toBe(6); // after 2, 5, 8, 11, 14 and 17 of 20 steps; the last 3 end it
  });

  it("before the first step and after resuming leaves the same checkpoint", async () => {
    const signal = AbortSignal.abort();
    const first = await fit(start("dense"), clouds(), { ...options, signal });
    expect(first.checkpoint).toMatchObject({ history: [], running: { steps: 0 }, optimizer: { steps: 0 } });
    const resume = first.checkpoint!;
    let told = 0;
    const second = await fit(start("dense"), clouds(), {
      ...options,
      signal,
      resume,
      onCheckpoint: () => void told++,
    });
    expect(second.checkpoint).toBe(resume);
    expect(told).toBe(0);
    const whole = await fit(start("dense"), clouds(), options);
    expect(lasting(await fit(start("dense"), clouds(), { ...options, resume }))).toEqual(lasting(whole));
  });
});

describe("onCheckpoint", () => {
  const positions = async (given: FitOptions): Promise<string[]> => {
    const seen: string[] = [];
    const onEpoch = ({ epoch }: { epoch: number }) => void seen.push(`epoch ${epoch}`);
    const onCheckpoint = ({ history, running }: Checkpoint) =>
      void seen.push(`${history.length}+${running.steps}`);
    await fit(start("dense"), clouds(), { ...options, epochs: 3, onEpoch, onCheckpoint, ...given });
    return seen;
  };

  it("is told after every epoch, before its report, unless told otherwise, and once at the end", async () => {
    expect(await positions({})).toEqual(["1+0", "epoch 1", "2+0", "epoch 2", "3+0", "epoch 3"]);
    expect(await positions({ checkpointEvery: { epochs: 2 } })).toEqual([
      "epoch 1",
      "2+0",
      "epoch 2",
      "3+0",
      "epoch 3",
    ]);
    expect(await positions({ checkpointEvery: { steps: 4 } })).toEqual([
      ...["0+4", "epoch 1", "1+3", "epoch 2", "2+2", "3+0", "epoch 3"],
    ]);
    expect(await positions({ epochs: 1, checkpointEvery: { steps: 5 } })).toEqual(["1+0", "epoch 1"]);
  });

  it("is told of an abort, and by fitEpochs", async () => {
    const seen: number[] = [];
    const onCheckpoint = ({ history }: Checkpoint) => void seen.push(history.length);
    const controller = new AbortController();
    const given = { ...options, onCheckpoint, signal: controller.signal, checkpointEvery: { epochs: 99 } };
    for await (const { epoch } of fitEpochs(start("dense"), clouds(), given))
      if (epoch === 2) controller.abort();
    expect(seen).toEqual([2]);
  });

  it("is waited for, and where it throws training ends and frees its sessions", async () => {
    const engine = await watchedEngine();
    const onCheckpoint = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      throw new Error("disk full");
    };
    await expect(fit(start("spectral"), clouds(), { ...options, engine, onCheckpoint })).rejects.toThrow(
      "disk full",
    );
    expect(engine.sessions.open).toBe(0);
  });

  it("gives numbers that training does not change any more", async () => {
    const { checkpoints } = await inOneGo(start("dense"), options);
    const { checkpoints: again } = await inOneGo(start("dense"), { ...options, epochs: 1 });
    expect(timeless({ ...checkpoints[1]! })).toEqual(timeless(again[1]!));
  });
});

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
    await fails({ optimizer: { kind: "adam" } }, needs("optimizer.learningRate", "0.02, got 0.001"));
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
    await fails(encodeCheckpoint(middle), TypeError, /checkpoint.*network is undefined/);
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
    await fails({ ...middle, running }, RangeError, /running.steps.*got NaN/);
    await fails({ ...middle, running: { ...middle.running, lossSum: "3" } }, TypeError, /lossSum.*got 3/);
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
        /^fit: the checkpoint is of onnxruntime-node [\d.]+, and onnxruntime-web [\d.]+ goes on from it/,
      ),
    ]);
  });

  it("computes no digest of the samples where nobody asks for a checkpoint", async () => {
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
