import { createNetwork, forward, parameters, type LayerSpec, type Network } from "@reciprocal/network";
import { ConvergenceError, ShapeError } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { loadEngine } from "../engine/load-engine.js";
import { evaluate } from "../inference/evaluate.js";
import { predict } from "../inference/predict.js";
import { type ErrorClass, expectFailure } from "../testing/expect-failure.js";
import type { FitOptions } from "./fit-options.js";
import { fit, fitEpochs } from "./loop.js";
import { clouds } from "../testing/clouds.js";
import { watchedEngine } from "../testing/watched-engine.js";

const start = (kind: "dense" | "spectral" = "dense"): Network =>
  createNetwork({
    inputShape: 2,
    layers: [
      { kind, units: 16, activation: "tanh" },
      { kind, units: 3, activation: "softmax" },
    ],
    seed: 4,
  });

const options = {
  epochs: 8,
  batchSize: 50,
  optimizer: { kind: "adam", learningRate: 0.02 },
  schedule: "constant",
} as const satisfies FitOptions;

const numbersOf = (network: Network): number[] =>
  parameters(network).flatMap(({ values }) => Array.from(values));

describe("fit", () => {
  it("learns three clouds", async () => {
    const { network, history, stopped, networkEpoch } = await fit(start(), clouds(), {
      ...options,
      epochs: 40,
    });
    expect((await evaluate(network, clouds(300, 2))).accuracy).toBeGreaterThan(0.9);
    expect(history.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(history[0]).toMatchObject({ epochs: 40, steps: 3, learningRate: 0.02 });
    expect([stopped, networkEpoch]).toEqual(["epochs", 40]);
  });

  it("gives the same numbers for the same seed, and others for another", async () => {
    const run = async (seed: number) =>
      numbersOf((await fit(start("spectral"), clouds(), { ...options, seed })).network);
    const first = await run(1);
    expect(await run(1)).toEqual(first);
    expect(await run(2)).not.toEqual(first);
  });

  it.each(["dense", "spectral", "s-svd", "s-qr"] as const)(
    "trains with dynamic masks and validates with them: %s",
    async (kind) => {
      const layers = [
        { kind, units: 16, activation: "tanh", sparsity: 0.5 },
        { kind, units: 3, activation: "softmax", sparsity: 0.25 },
      ] as LayerSpec[];
      const network = createNetwork({ inputShape: 2, layers, seed: 4 });
      const [samples, validation] = [clouds(), clouds(60, 3)];
      const run = () => fit(network, samples, { ...options, epochs: 3, validation });
      const trained = await run();
      expect(numbersOf((await run()).network)).toEqual(numbersOf(trained.network));
      expect(trained.network.layers[0]).toHaveProperty("sparsity", 0.5);
      expect(trained.history[2]!.loss).toBeLessThan(trained.history[0]!.loss);
      const { loss, accuracy } = await evaluate(trained.network, validation);
      expect(trained.history[2]!.validationLoss).toBeCloseTo(loss, 5);
      expect(trained.history[2]!.validationAccuracy).toBe(accuracy);
      const outputs = forward(trained.network, validation.inputs);
      (await predict(trained.network, validation.inputs)).forEach((output, i) =>
        expect(Math.abs(output - outputs[i]!)).toBeLessThan(1e-5),
      );
    },
  );

  it("looks for the thresholds of validation near those of the batch before", async () => {
    const network = createNetwork({
      inputShape: 2,
      layers: [
        { kind: "dense", units: 5000, activation: "tanh", sparsity: 0.5 },
        { kind: "dense", units: 3, activation: "softmax" },
      ],
    });
    const engine = await watchedEngine();
    await fit(network, clouds(50), { ...options, epochs: 1, validation: clouds(20), engine });
    const isOpen = engine.runs.map((inputs) => inputs["0.high"]!.data[0] === Infinity);
    // one step, one validation: both know the threshold afterwards
    expect(isOpen).toEqual([false, false]);
  });

  it("takes the samples in an order of its own in every epoch, unless told not to", async () => {
    const orders = async (shuffle: boolean) => {
      const engine = await watchedEngine();
      // what a run was given is one array, filled anew: look at it when an epoch ends
      const first: number[] = [];
      const onEpoch = () => void first.push(engine.runs.at(-1)!["x"]!.data[0]!);
      await fit(start(), clouds(), { ...options, epochs: 3, batchSize: 107, engine, shuffle, onEpoch });
      return first;
    };
    expect(new Set(await orders(true)).size).toBe(3);
    const start0 = clouds().inputs[0];
    expect(await orders(false)).toEqual([start0, start0, start0]);
  });

  it("does not change the network or the samples that it is given", async () => {
    const [network, samples] = [start(), clouds()];
    await fit(network, samples, options);
    expect(numbersOf(network)).toEqual(numbersOf(start()));
    expect(samples).toEqual(clouds());
  });

  it("counts every sample once, those of a smaller last batch too", async () => {
    // with a vanishing learning rate the epoch's means are those of the network as it came
    const [network, samples] = [start(), clouds()];
    const frozen = { ...options, epochs: 1, optimizer: { kind: "sgd", learningRate: 1e-30 } } as const;
    const { history } = await fit(network, samples, frozen);
    const { loss, accuracy } = await evaluate(network, samples);
    expect(history[0]!.loss).toBeCloseTo(loss, 5);
    expect(history[0]!.accuracy).toBe(accuracy);
  });

  it("keeps the last samples for validation", async () => {
    const samples = clouds(100);
    const { network, history } = await fit(start(), samples, { ...options, epochs: 1, validationSplit: 0.2 });
    const kept = { inputs: samples.inputs.subarray(160), labels: samples.labels.subarray(80) };
    const { loss, accuracy } = await evaluate(network, kept);
    expect(history[0]!.validationLoss).toBeCloseTo(loss, 5);
    expect(history[0]!.validationAccuracy).toBe(accuracy);
    expect(history[0]!.steps).toBe(2); // 80 samples in batches of 50

    const given = await fit(
      start(),
      { inputs: samples.inputs.slice(0, 160), labels: samples.labels.slice(0, 80) },
      {
        ...options,
        epochs: 1,
        validation: kept,
      },
    );
    expect(given.history[0]!.validationLoss).toBe(history[0]!.validationLoss);
  });

  it("stops early when the validation no longer gets better, with the last network or the best", async () => {
    // so large a rate makes the loss jump about: epochs get worse soon
    const wild = {
      ...options,
      epochs: 60,
      validationSplit: 0.3,
      optimizer: { kind: "adam", learningRate: 0.7 },
    } as const;
    const stopping = { monitor: "validationLoss", patience: 3, minDelta: 0.01 } as const;
    const last = await fit(start(), clouds(), { ...wild, earlyStopping: stopping });
    const best = await fit(start(), clouds(), { ...wild, earlyStopping: { ...stopping, restoreBest: true } });

    const losses = last.history.map(({ validationLoss }) => validationLoss!);
    let lowest = Infinity;
    let bestEpoch = 0;
    losses.forEach((loss, i) => {
      if (loss < lowest - 0.01) [lowest, bestEpoch] = [loss, i + 1];
    });
    expect(last.stopped).toBe("early-stopping");
    expect(losses).toHaveLength(bestEpoch + 3);
    expect(last.networkEpoch).toBe(bestEpoch + 3);
    expect(best.networkEpoch).toBe(bestEpoch);

    const held = { inputs: clouds().inputs.subarray(2 * 75), labels: clouds().labels.subarray(75) };
    expect((await evaluate(best.network, held)).loss).toBeCloseTo(losses[bestEpoch - 1]!, 5);
    expect((await evaluate(last.network, held)).loss).toBeCloseTo(losses.at(-1)!, 5);
  });

  it("lets the rate rise over the first steps and fall to 0 at the last unless told otherwise", async () => {
    const { schedule, ...others } = options;
    expect(schedule).toBe("constant");
    const { history } = await fit(start(), clouds(), { ...others, epochs: 50 });
    const rates = history.map(({ learningRate }) => learningRate);
    // 3 of 150 steps are 2 %
    expect(rates[0]).toBeCloseTo(0.02 * 0.5 * (1 + Math.cos((Math.PI * 2) / 150)), 12);
    expect(rates.at(-1)).toBeCloseTo(0.02 * 0.5 * (1 + Math.cos((Math.PI * 149) / 150)), 12);
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
  });

  it("follows the schedule", async () => {
    const seen: number[] = [];
    const schedule = ({ epoch, step }: { epoch: number; step: number }): number => {
      seen.push(epoch, step);
      return step < 3 ? 1 : 0;
    };
    const two = await fit(start(), clouds(), { ...options, epochs: 2, schedule });
    const one = await fit(start(), clouds(), { ...options, epochs: 1 });
    expect(seen.slice(0, 8)).toEqual([0, 0, 1 / 3, 1, 2 / 3, 2, 1, 3]);
    expect(two.history[1]!.learningRate).toBe(0);
    expect(numbersOf(two.network)).toEqual(numbersOf(one.network));
  });

  it("reports through a callback that it waits for, or an iterator", async () => {
    const called: number[] = [];
    await fit(start(), clouds(), {
      ...options,
      epochs: 3,
      onEpoch: async ({ epoch }) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        called.push(epoch);
      },
    });
    expect(called).toEqual([1, 2, 3]);

    const seen: number[] = [];
    for await (const { epoch } of fitEpochs(start(), clouds(), { ...options, epochs: 3 })) {
      seen.push(epoch);
      if (epoch === 2) break;
    }
    expect(seen).toEqual([1, 2]);
  });

  it("stops at an abort with the network as it is", async () => {
    const controller = new AbortController();
    const onEpoch = ({ epoch }: { epoch: number }) => {
      if (epoch === 2) controller.abort();
    };
    const aborted = await fit(start(), clouds(), { ...options, onEpoch, signal: controller.signal });
    const two = await fit(start(), clouds(), { ...options, epochs: 2 });
    expect([aborted.stopped, aborted.history.length]).toEqual(["aborted", 2]);
    expect(numbersOf(aborted.network)).toEqual(numbersOf(two.network));
  });

  it("ends with an error that names the step when the loss is no longer finite", async () => {
    const samples = clouds();
    const diverging = fit(
      createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 3 }], seed: 1 }),
      samples,
      {
        ...options,
        loss: "mean-squared-error",
        optimizer: { kind: "sgd", learningRate: 1e20 },
      },
    );
    await expect(diverging).rejects.toThrow(ConvergenceError);
    await expect(diverging).rejects.toThrow(
      /^fit: the loss is (NaN|Infinity) at step [23] of epoch 1; a smaller learning rate than/,
    );
  });

  it("says so when the last update leaves numbers that are not finite", async () => {
    const net = createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 3 }], seed: 1 });
    const wild = {
      epochs: 1,
      batchSize: 107,
      loss: "mean-squared-error",
      optimizer: { kind: "sgd", learningRate: 1e39 },
    } as const;
    await expect(fit(net, clouds(), wild)).rejects.toThrow(
      /^training: number \d+ of (kernel|bias) in layer 0 is -?(NaN|Infinity) after 1 steps; a smaller learning rate may help$/,
    );
    const optimizer = { kind: "sgd", learningRate: 1e30 } as const; // the numbers fit, but not their squares
    const validated = fit(net, clouds(), { ...wild, optimizer, validation: clouds(20, 3) });
    await expect(validated).rejects.toThrow(
      /^fit: the validation loss is Infinity after epoch 1 \(step 1\), as the loss of samples 0 to 19 is Infinity; a smaller learning rate than 1e\+30 may help$/,
    );
    await expect(validated).rejects.toThrow(ConvergenceError);
  });

  it("frees its sessions, also when onEpoch throws", async () => {
    const engine = await watchedEngine();
    const validated = { ...options, engine, validationSplit: 0.2 };
    await fit(start("spectral"), clouds(), validated);
    expect(engine.sessions.open).toBe(0);
    const onEpoch = () => {
      throw new Error("no more");
    };
    await expect(fit(start("spectral"), clouds(), { ...validated, onEpoch })).rejects.toThrow("no more");
    expect(engine.sessions.open).toBe(0);
    await expect(evaluate(start(), { ...clouds(), labels: [] }, { engine })).rejects.toThrow();
    expect(engine.sessions.open).toBe(0);
  });

  it("lets timers run while WebAssembly computes", async () => {
    const controller = new AbortController();
    const engine = await loadEngine({ prefer: "onnxruntime-web" });
    const onEpoch = ({ epoch }: { epoch: number }) => {
      if (epoch === 1) setTimeout(() => controller.abort(), 20);
    };
    const result = await fit(start(), clouds(), {
      ...options,
      epochs: 20_000,
      engine,
      onEpoch,
      signal: controller.signal,
    });
    expect(result.stopped).toBe("aborted");
    expect(result.networkEpoch).toBe(result.history.length);
  });

  it("fits numbers with the mean squared error", async () => {
    // y = 2 x₀ − x₁ + 0.5, which one linear layer can match
    const { inputs } = clouds();
    const targets = Float32Array.from(
      { length: 107 },
      (_, i) => 2 * inputs[2 * i]! - inputs[2 * i + 1]! + 0.5,
    );
    const line = createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 1 }], seed: 1 });
    const { network } = await fit(
      line,
      { inputs, targets },
      {
        epochs: 200,
        batchSize: 20,
        loss: "mean-squared-error",
        optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.5 },
      },
    );
    const [kernel, bias] = parameters(network).map(({ values }) => Array.from(values));
    expect(kernel![0]).toBeCloseTo(2, 4);
    expect(kernel![1]).toBeCloseTo(-1, 4);
    expect(bias![0]).toBeCloseTo(0.5, 4);
  });

  it("says which option is wrong", async () => {
    const fails = (wrong: object, type: ErrorClass, ...facts: RegExp[]) =>
      expectFailure(() => fit(start(), clouds(), { ...options, ...wrong }), type, ...facts);
    await fails({ epochs: 0 }, RangeError, /^fit: epochs.*got 0/);
    await fails({ batchSize: 1.5 }, RangeError, /^fit: batchSize.*got 1.5/);
    await fails({ validationSplit: 1 }, RangeError, /validationSplit.*below 1, got 1/);
    await fails({ validationSplit: 0.001 }, RangeError, /validationSplit of 0.001.*107 samples/);
    await fails({ validationSplit: 0.2, validation: clouds() }, TypeError, /validation.*got both/);
    await fails({ earlyStopping: {} }, TypeError, /earlyStopping needs validation/);
    const split = { validationSplit: 0.2 };
    await fails({ ...split, earlyStopping: { patience: 0 } }, RangeError, /earlyStopping: patience.*got 0/);
    await fails({ ...split, earlyStopping: { minDelta: Infinity } }, RangeError, /minDelta.*got Infinity/);
    await fails({ ...split, earlyStopping: { waits: 2 } }, TypeError, /earlyStopping: unknown option waits/);
    await fails({ signal: new AbortController() }, TypeError, /signal.*AbortSignal/);
    await fails({ seed: -1 }, RangeError, /seed.*got -1/);
    await fails({ schedule: () => NaN }, RangeError, /factor on the learning rate.*got NaN/);
    await fails({ epoch: 3 }, TypeError, /unknown option epoch;.*epochs/);
    await fails({ optimizerState: {} }, TypeError, /unknown option optimizerState/);
    await fails(
      { loss: "hinge" },
      TypeError,
      /loss.*cross-entropy, .*mean-squared-error, huber, got "hinge"/,
    );
    const misfit = { ...clouds(), labels: new Int32Array(200) };
    await expectFailure(() => fit(start(), misfit, { ...options, ...split }), ShapeError, /200 labels.*107/);
  });

  it("does not compile without labels or targets, and says so at run time", async () => {
    const { inputs } = clouds();
    // @ts-expect-error neither labels nor targets
    await expectFailure(() => fit(start(), { inputs }), TypeError, /labels or targets.*neither/);
    // @ts-expect-error both
    await expectFailure(() => fit(start(), { ...clouds(), targets: inputs }), TypeError, /got both/);
    await expectFailure(() => fit(start(), undefined as never), TypeError, /samples/);
  });
});

describe("evaluate and predict", () => {
  it("agree with the float64 reference for any number of samples per run", async () => {
    const samples = clouds();
    for (const kind of ["dense", "spectral"] as const) {
      const network = start(kind);
      const reference = forward(network, samples.inputs);
      const outputs = await predict(network, samples.inputs, { batchSize: 10 });
      expect(outputs).toHaveLength(107 * 3);
      reference.forEach((y, i) => expect(Math.abs(outputs[i]! - y)).toBeLessThan(1e-6));

      const loss =
        samples.labels.reduce((sum, label, i) => sum - Math.log(reference[i * 3 + label]!), 0) / 107;
      expect((await evaluate(network, samples, { batchSize: 10 })).loss).toBeCloseTo(loss, 5);
    }
  });

  it("leave the accuracy out where there are numbers to be near to", async () => {
    const line = createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 1 }] });
    const samples = { inputs: clouds().inputs, targets: new Float32Array(107) };
    expect(Object.keys(await evaluate(line, samples))).toEqual(["loss"]);
    const stopping = { monitor: "validationAccuracy" } as const;
    const watched = { loss: "mean-squared-error", validationSplit: 0.2, earlyStopping: stopping } as const;
    await expectFailure(() => fit(line, samples, watched), TypeError, /numbers have no accuracy/);
  });

  it("refuse what does not fit", async () => {
    const [network, samples] = [start(), clouds()];
    await expectFailure(() => predict(network, new Float32Array(3)), ShapeError, /predict.*2 numbers.*got 3/);
    await expectFailure(() => evaluate(network, samples, { batchSize: 0 }), RangeError, /batchSize.*got 0/);
    await expectFailure(() => evaluate(network, { ...samples, labels: [1] }), ShapeError, /1 label for 107/);
    const unknown = { losses: "cross-entropy" } as never;
    await expectFailure(() => evaluate(network, samples, unknown), TypeError, /unknown option losses;.*loss/);
    await expectFailure(() => predict(network, samples.inputs, unknown), TypeError, /unknown option losses/);
  });
});
