import { createNetwork, type Network, parameters } from "@reciprocal/network";
import { ConvergenceError } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { samplesDigest } from "../checkpoint/samples-digest.js";
import { evaluate } from "../inference/evaluate.js";
import { predict } from "../inference/predict.js";
import { clouds } from "../testing/clouds.js";
import { expectFailure } from "../testing/expect-failure.js";
import { bitsOf, expectSameEnd, options, start } from "../testing/resumed.js";
import { watchedEngine } from "../testing/watched-engine.js";
import { DivergenceError } from "./divergence-error.js";
import type { EpochReport, StepReport } from "./epoch-report.js";
import { findLearningRate } from "./find-learning-rate.js";
import { fitPhases } from "./fit-phases.js";
import { fit } from "./loop.js";

/** Points in the unit square as bytes, and the same as floats. */
function squares() {
  const { inputs, labels } = clouds();
  const bytes = Uint8Array.from(inputs, (x) => Math.max(0, Math.min(255, Math.round(100 * (x + 1)))));
  return { bytes, floats: Float32Array.from(bytes, (byte) => byte / 255), labels };
}

describe("bytes", () => {
  it.each(["dense", "spectral", "s-qr"] as const)(
    "are the fractions that they stand for: %s",
    async (kind) => {
      const { bytes, floats, labels } = squares();
      const held = { validationSplit: 0.2 };
      const ofFloats = await fit(start(kind), { inputs: floats, labels }, { ...options, ...held });
      const ofBytes = await fit(start(kind), { inputs: bytes, labels }, { ...options, ...held });
      expect(bitsOf(ofBytes.network)).toBe(bitsOf(ofFloats.network));
      expect(ofBytes.history.map(({ validationLoss }) => validationLoss)).toEqual(
        ofFloats.history.map(({ validationLoss }) => validationLoss),
      );
      expect(await evaluate(ofBytes.network, { inputs: bytes, labels })).toEqual(
        await evaluate(ofBytes.network, { inputs: floats, labels }),
      );
      expect(await predict(ofBytes.network, bytes)).toEqual(await predict(ofBytes.network, floats));
    },
  );

  it("resume as bytes, and not as floats", async () => {
    const { bytes, floats, labels } = squares();
    const checkpoints: Checkpoint[] = [];
    const onCheckpoint = (checkpoint: Checkpoint) => void checkpoints.push(checkpoint);
    const whole = await fit(start("dense"), { inputs: bytes, labels }, { ...options, onCheckpoint });
    const resume = checkpoints[1]!;
    const resumed = await fit(start("dense"), { inputs: bytes.slice(), labels }, { ...options, resume });
    expect(bitsOf(resumed.network)).toBe(bitsOf(whole.network));
    const other = fit(start("dense"), { inputs: floats, labels }, { ...options, resume });
    await expect(other).rejects.toThrow(/resume needs the samples of the checkpoint/);
  });

  it("have another digest than floats of the same bits", async () => {
    const floats = Float32Array.of(0.5, -2);
    const labels = Int32Array.of(1);
    expect(await samplesDigest({ inputs: new Uint8Array(floats.buffer), labels })).not.toBe(
      await samplesDigest({ inputs: floats, labels }),
    );
  });
});

describe("options that decide numbers", () => {
  it("are the same after a stop as before it", async () => {
    const given = {
      ...options,
      dropout: 0.3,
      labelSmoothing: 0.1,
      classWeights: [1, 2, 0.5],
      clipNorm: 0.5,
      augment: ({ inputs }: { inputs: Float32Array }, { seed }: { seed: number }) =>
        void (inputs[0]! += (seed % 7) / 7),
    };
    await expectSameEnd(start("s-qr"), given, 4);
  });

  it("are missed where they are not given again", async () => {
    const given = {
      dropout: 0.3,
      labelSmoothing: 0.1,
      classWeights: [1, 2, 0.5],
      clipNorm: 0.5,
      augment: () => undefined,
    };
    const samples = clouds();
    for (const [name, value] of Object.entries(given)) {
      let resume: Checkpoint | undefined;
      const onCheckpoint = (checkpoint: Checkpoint) => void (resume ??= checkpoint);
      await fit(start("dense"), samples, { ...options, [name]: value, onCheckpoint });
      const resumed = fit(start("dense"), samples, { ...options, resume });
      await expect(resumed).rejects.toThrow(
        new RegExp(`^fit: resume needs the ${name} of the checkpoint, .*, got none$`),
      );
    }
  });
});

describe("onStep", () => {
  it("is told of every step, and waited for", async () => {
    const seen: StepReport[] = [];
    let epoch: EpochReport | undefined;
    const { history } = await fit(start("dense"), clouds(), {
      ...options,
      epochs: 2,
      onStep: async (report) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        seen.push(report);
      },
      onEpoch: (report) => {
        expect(seen).toHaveLength(5 * report.epoch);
        epoch = report;
      },
    });
    expect(epoch).toBe(history[1]);
    expect(seen.map((report) => [report.epoch, report.step, report.samples])).toEqual(
      [1, 2].flatMap((number) => [1, 2, 3, 4, 5].map((step) => [number, step, step < 5 ? 25 : 7])),
    );
    expect(seen[0]).toMatchObject({ epochs: 2, steps: 5, learningRate: history[0]!.learningRate });
    const second = seen.slice(5);
    const mean = (of: (report: StepReport) => number) =>
      second.reduce((sum, report) => sum + of(report) * report.samples, 0) / 107;
    expect(mean(({ loss }) => loss)).toBeCloseTo(history[1]!.loss, 10);
    expect(mean(({ accuracy }) => accuracy!)).toBeCloseTo(history[1]!.accuracy!, 10);
    expect(second.every(({ seconds }, i) => i === 0 || seconds >= second[i - 1]!.seconds)).toBe(true);
  });

  it("counts epochs over all phases", async () => {
    const seen: number[][] = [];
    const phases = [
      { trainable: "eigenvalues", epochs: 1 },
      { trainable: "eigenvectors", epochs: 1 },
    ] as const;
    const onStep = ({ epoch, epochs }: StepReport) => void seen.push([epoch, epochs]);
    await fitPhases(start("s-qr"), clouds(), phases, { ...options, batchSize: 107, epochs: 3, onStep });
    expect(seen).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });
});

describe("a training that diverges", () => {
  const line = (): Network =>
    createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 1 }], seed: 1 });

  it("throws the best network with the error, if it was to be restored", async () => {
    const { inputs } = clouds();
    const targets = Float32Array.from({ length: 107 }, (_, i) => inputs[2 * i]!);
    const wild = {
      ...options,
      epochs: 40,
      validationSplit: 0.2,
      optimizer: { kind: "sgd", learningRate: 0.1 },
      // two good epochs, and then rates that blow up
      schedule: ({ epoch }: { epoch: number }) => (epoch < 2 ? 1 : 1e9),
    } as const;
    const seen: EpochReport[] = [];
    const run = (restoreBest: boolean) =>
      fit(
        line(),
        { inputs, targets },
        {
          ...wild,
          earlyStopping: { patience: 30, restoreBest },
          onEpoch: (report) => void seen.push(report),
        },
      ).then(
        () => undefined,
        (error: unknown) => error as DivergenceError,
      );
    const error = await run(true);
    expect(error).toBeInstanceOf(DivergenceError);
    expect(error).toBeInstanceOf(ConvergenceError);
    expect(error).toMatchObject({ name: "DivergenceError", code: "ERR_CONVERGENCE" });
    expect(error!.history).toEqual(seen);
    expect(error!.best!.epoch).toBe(2);
    const two = await fit(line(), { inputs, targets }, { ...wild, epochs: 2 });
    expect(bitsOf(error!.best!.network)).toBe(bitsOf(two.network));
    expect(await run(false)).not.toHaveProperty("best");
  });

  it("says that numbers are too large before any update, and offers to scale them", async () => {
    const { inputs } = clouds();
    const far = new Float32Array(107).fill(1e20);
    await expectFailure(
      () => fit(line(), { inputs, targets: far }),
      ConvergenceError,
      /^fit: the loss is Infinity at step 1 of epoch 1, before any update; the targets go up to 1e\+20: scale them.*reverse$/,
    );
    const huge = inputs.map((x) => 1e25 * x);
    await expectFailure(
      () => fit(line(), { inputs: huge, targets: new Float32Array(107) }),
      ConvergenceError,
      /before any update; the inputs go up to [\d.]+e\+25: scale them to a mean of 0 and a deviation of 1$/,
    );
    const steep = line();
    parameters(steep)[0]!.values.fill(1e30);
    await expectFailure(
      () => fit(steep, { inputs, targets: new Float32Array(107) }),
      ConvergenceError,
      /before any update; the numbers of the network or of the samples are too large for float32: scale them$/,
    );
  });
});

describe("samples that were perhaps not meant", () => {
  it("are warned of: more outputs than classes", async () => {
    const seven = createNetwork({
      inputShape: 2,
      layers: [{ kind: "dense", units: 7, activation: "softmax" }],
    });
    const warnings: string[] = [];
    const onWarning = (message: string) => void warnings.push(message);
    await fit(seven, clouds(), { epochs: 1, onWarning });
    expect(warnings.filter((text) => text.includes("outputs"))).toEqual([
      expect.stringMatching(
        /^fit: the network has 7 outputs, but no label is above 2;.*Were 3 outputs meant\?$/,
      ),
    ]);
    const quiet: string[] = [];
    await fit(start("dense"), clouds(), { epochs: 1, onWarning: (message) => void quiet.push(message) });
    expect(quiet.filter((text) => text.includes("outputs"))).toEqual([]);
  });

  it("are refused with a word on what was given", async () => {
    const trained = await fit(start("dense"), clouds(), { epochs: 1 });
    await expectFailure(
      () => evaluate(trained as never, clouds()),
      TypeError,
      /network must be a network, got an object of .*; its \.network is one/,
    );
    await expectFailure(() => predict(trained as never, clouds().inputs), TypeError, /its \.network is one/);
    await expectFailure(
      () => fit(start("dense"), clouds(), null as never),
      TypeError,
      /^fit: options.*got null/,
    );
    const empty: Network = { inputShape: [2], layers: [] };
    await expectFailure(() => fit(empty, clouds()), TypeError, /the network has no layers/);
  });
});

describe("fitPhases", () => {
  it("makes no checkpoint that nobody reads", async () => {
    const digest = crypto.subtle.digest.bind(crypto.subtle);
    let digests = 0;
    crypto.subtle.digest = (...given) => {
      digests++;
      return digest(...given);
    };
    try {
      const phases = [{ trainable: "eigenvalues", epochs: 5 }] as const;
      const earlyStopping = { minDelta: 10, patience: 1 };
      const result = await fitPhases(start("s-qr"), clouds(), phases, {
        ...options,
        validationSplit: 0.2,
        earlyStopping,
      });
      expect(result.stopped).toBe("early-stopping");
      expect(digests).toBe(0);
    } finally {
      crypto.subtle.digest = digest;
    }
  });
});

describe("findLearningRate", () => {
  it("finds the same for the same seed, with rates in equal ratios, and leaves the network alone", async () => {
    const network = start("dense");
    const before = bitsOf(network);
    const engine = await watchedEngine();
    const given = { steps: 60, seed: 2, engine, optimizer: { kind: "adam", learningRate: 0.5 } } as const;
    const { learningRate, optimizer, curve } = await findLearningRate(network, clouds(), given);
    expect(bitsOf(network)).toBe(before);
    expect(engine.sessions.open).toBe(0);
    expect(await findLearningRate(network, clouds(), given)).toEqual({ learningRate, optimizer, curve });
    expect((await findLearningRate(network, clouds(), { ...given, seed: 3 })).curve).not.toEqual(curve);
    expect(curve[0]!.learningRate).toBe(1e-5);
    curve
      .slice(1)
      .forEach((point, i) =>
        expect(point.learningRate / curve[i]!.learningRate).toBeCloseTo(1e6 ** (1 / 59), 10),
      );
    // the first losses by hand: their mean with weights 0.9² 0.9 1
    const [a, b, c] = curve as [(typeof curve)[0], (typeof curve)[0], (typeof curve)[0]];
    expect(c.smoothLoss).toBeCloseTo((0.81 * a.loss + 0.9 * b.loss + c.loss) / 2.71, 12);
    const best = curve.reduce((x, y) => (y.smoothLoss < x.smoothLoss ? y : x));
    expect(learningRate).toBeCloseTo(best.learningRate / 10, 12);
    expect(optimizer).toMatchObject({
      kind: "adam",
      learningRate: expect.closeTo(learningRate, 12) as number,
    });
  });

  it("finds a rate that trains, and ends where the loss has grown", async () => {
    const { optimizer, curve } = await findLearningRate(start("dense"), clouds(), { to: 1e5 });
    expect(curve.at(-1)!.learningRate).toBeLessThan(1e5);
    const { history } = await fit(start("dense"), clouds(), { ...options, epochs: 10, optimizer });
    expect(history[9]!.loss).toBeLessThan(history[0]!.loss / 2);
  });

  it("warns where the loss falls at no rate", async () => {
    const warnings: string[] = [];
    const noise = { inputs: clouds().inputs, targets: new Float32Array(107) };
    const zero = createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 1 }], seed: 1 });
    parameters(zero).forEach(({ values }) => values.fill(0)); // it is at the smallest loss
    await findLearningRate(zero, noise, { steps: 20, onWarning: (text) => void warnings.push(text) });
    expect(warnings).toEqual([expect.stringMatching(/fell at no rate/)]);
  });

  it("says what is wrong", async () => {
    const fails = (given: object, type: Parameters<typeof expectFailure>[1], fact: RegExp) =>
      expectFailure(() => findLearningRate(start("dense"), clouds(), given), type, fact);
    await fails({ from: 2, to: 1 }, RangeError, /findLearningRate: from must be below to \(1\), got 2/);
    await fails({ steps: 3 }, RangeError, /steps.*at least 10, got 3/);
    await fails({ epochs: 3 }, TypeError, /unknown option epochs/);
  });
});
