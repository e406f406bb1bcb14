import {
  createNetwork,
  dense,
  forward,
  type Network,
  type Samples,
  withParameters,
} from "@reciprocal/network";
import { ConvergenceError, Random } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { loadEngine } from "./engine/load-engine.js";
import { DivergenceError } from "./fit/divergence-error.js";
import { EarlyStopping } from "./fit/early-stopping.js";
import { findLearningRate } from "./fit/find-learning-rate.js";
import { fit } from "./fit/loop.js";
import { evaluate } from "./inference/evaluate.js";
import { predict } from "./inference/predict.js";
import { createPredictor } from "./inference/predictor.js";
import {
  createOptimizer,
  groupRates,
  type OptimizerOptions,
  optimizerRule,
} from "./optimizers/create-optimizer.js";
import { RightAnswers } from "./right-answers.js";
import { clouds } from "./testing/clouds.js";
import { createTrainer } from "./trainer/trainer.js";

/** y = w x, one number to `outputs`, with weights of one size. */
function line(weight: number, { outputs = 1, activation = "linear" } = {}): Network {
  const layers = [dense({ units: outputs, useBias: false, activation: activation as "linear" })];
  const network = createNetwork({ inputShape: 2, layers });
  const values = new Float32Array(2 * outputs).fill(weight);
  return withParameters(network, [{ layer: 0, name: "kernel", values }]);
}

describe("predict", () => {
  // 3e38 + 3e38 passes 3.4e38; softmax of infinities is NaN
  const classifier = line(1, { outputs: 3, activation: "softmax" });
  const huge = Float32Array.of(0, 1, 3e38, 3e38);

  it("names the output and the sample that are not finite", async () => {
    const message = "predict: output 0 of sample 1 is NaN; with these inputs the numbers of the network pass";
    await expect(predict(classifier, huge)).rejects.toThrow(RangeError);
    await expect(predict(classifier, huge)).rejects.toThrow(message);
    await expect(predict(line(1), huge)).rejects.toThrow("predict: output 0 of sample 1 is Infinity;");
    expect(() => forward(classifier, huge)).not.toThrow(); // float64 has room
  });

  it("hurts no other call that was joined with it", async () => {
    const predictor = await createPredictor(classifier);
    const calls = [huge.subarray(0, 2), huge.subarray(2, 4), huge.subarray(0, 2)];
    const [first, second, third] = await Promise.allSettled(calls.map((inputs) => predictor.predict(inputs)));
    expect(first).toMatchObject({ status: "fulfilled" });
    expect(second).toMatchObject({
      reason: { message: expect.stringContaining("output 0 of sample 0") as string },
    });
    expect(third).toEqual(first);
    await predictor.release();
  });

  it("is right for scores as large as float32 holds", async () => {
    const scores = createNetwork({
      inputShape: 2,
      layers: [dense({ units: 2, useBias: false, activation: "softmax" })],
    });
    const identity = withParameters(scores, [
      { layer: 0, name: "kernel", values: Float32Array.of(1, 0, 0, 1) },
    ]);
    for (const prefer of ["onnxruntime-node", "onnxruntime-web"] as const) {
      const engine = await loadEngine({ prefer });
      const inputs = Float32Array.of(3e38, -3e38, 1e30, 1e30, -3e38, -3e38, 1e-40, 0);
      expect([...(await predict(identity, inputs, { engine }))]).toEqual([
        1, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
      ]);
    }
  });
});

describe("evaluate", () => {
  it("does not count NaN as an answer, nor an infinite loss", async () => {
    const classifier = line(1, { outputs: 2, activation: "softmax" });
    const samples = { inputs: Float32Array.of(0, 1, 2, 0, 3e38, 3e38, 1, 1), labels: [0, 0, 0, 0] };
    await expect(evaluate(classifier, samples, { batchSize: 2 })).rejects.toThrow(RangeError);
    await expect(evaluate(classifier, samples, { batchSize: 2 })).rejects.toThrow(
      "evaluate: the loss of samples 2 to 3 is NaN; with these inputs",
    );
    const mixed = { inputs: Float32Array.of(3e38, 3e38, -3e38, -3e38), labels: [1, 0] };
    const opposed = withParameters(
      createNetwork({ inputShape: 2, layers: [dense({ units: 1, useBias: false })] }),
      [{ layer: 0, name: "kernel", values: Float32Array.of(2, -2) }],
    );
    // ∞ − ∞
    await expect(evaluate(opposed, { inputs: mixed.inputs, targets: Float32Array.of(0, 0) })).rejects.toThrow(
      /^evaluate: output 0 of sample 0 is NaN;|^evaluate: the loss/,
    );
    const squares = evaluate(line(1), {
      inputs: Float32Array.of(1, 0, 1e20, 0),
      targets: Float32Array.of(0, 0),
    });
    await expect(squares).rejects.toThrow("evaluate: the loss of samples 0 to 1 is Infinity;");
  });
});

describe("RightAnswers", () => {
  it("orders infinite scores and refuses NaN", () => {
    const answers = new RightAnswers(line(1, { outputs: 2, activation: "softmax" }), "cross-entropy");
    const data = { count: 3, inputs: new Float32Array(6), labels: Int32Array.of(0, 1, 0) };
    const count = (...scores: number[]) => answers.count(Float32Array.from(scores), data, [0, 1]);
    expect(count(Infinity, 0, 0, Infinity)).toBe(2);
    expect(count(Infinity, Infinity, -Infinity, -Infinity)).toBe(1); // of equal ones the first
    expect(() => count(0, 1, 0, NaN)).toThrow(
      new ConvergenceError("output 1 of sample 1 is NaN, so no answer is right or wrong"),
    );
  });
});

describe("EarlyStopping", () => {
  it("takes infinite losses as the worst, and refuses NaN and nothing", () => {
    const stopping = new EarlyStopping({ patience: 3 });
    expect(stopping.observe(Infinity)).toEqual({ improved: false, stop: false });
    expect(stopping.observe(1)).toEqual({ improved: true, stop: false });
    expect(() => stopping.observe(NaN)).toThrow(RangeError);
    expect(() => stopping.observe(NaN)).toThrow("EarlyStopping: validationLoss must be a number, got NaN");
    expect(() => stopping.observe(undefined as never)).toThrow(TypeError);
  });
});

const rules: readonly OptimizerOptions[] = [
  { kind: "sgd" },
  { kind: "sgd", momentum: 0.9 },
  { kind: "adam" },
  { kind: "adamw", weightDecay: 0.1 },
  { kind: "adamax" },
];

describe("an optimizer", () => {
  /** Whether all that one update of some zeros wrote is finite. */
  function isFiniteAfter(options: OptimizerOptions, gradient: readonly number[], start = 0): boolean {
    const settings = optimizerRule().read("test", "optimizer", options);
    const optimizer = createOptimizer(settings);
    const values = new Float32Array(gradient.length).fill(start);
    const state = Array.from({ length: optimizer.slots }, () => new Float32Array(gradient.length));
    const at = { ...groupRates(settings, "kernel"), step: 1 };
    const said = optimizer.update(values, Float32Array.from(gradient), state, at);
    expect(said).toBe([values, ...state].every((array) => array.every(Number.isFinite)));
    return said;
  }

  it.each(rules)(
    "says at every place of any length whether a number is not finite: $kind $momentum",
    (options) => {
      const random = new Random(5);
      for (let length = 1; length <= 5; length++) {
        const ordinary = Array.from({ length }, () => random.uniform(-1, 1));
        expect(isFiniteAfter(options, ordinary)).toBe(true);
        expect(
          isFiniteAfter(
            options,
            ordinary.map((g) => 1e-44 * g),
          ),
        ).toBe(true);
        expect(
          isFiniteAfter(
            options,
            ordinary.map((g) => 1e18 * g),
          ),
        ).toBe(true);
        for (let at = 0; at < length; at++) {
          for (const wrong of [NaN, Infinity, -Infinity]) {
            expect(isFiniteAfter(options, ordinary.with(at, wrong)), `${wrong} at ${at} of ${length}`).toBe(
              false,
            );
          }
        }
      }
      expect(isFiniteAfter({ ...options, learningRate: 1e38 }, [-9, -9, -9], 3e38)).toBe(false);
    },
  );

  it("of squares has no room for 6e20, and the others have", () => {
    for (const options of rules) {
      for (const length of [1, 2, 3]) {
        const isSquare = options.kind === "adam" || options.kind === "adamw";
        expect(isFiniteAfter(options, new Array<number>(length).fill(6e20))).toBe(!isSquare);
      }
    }
  });
});

describe("a training step", () => {
  // L = (w x − t)² at w = 0: dL/dw = −2 x t
  const samples = (x: number, t: number): Samples => ({
    inputs: Float32Array.of(x, 0),
    targets: Float32Array.of(t),
  });

  it("names the group and the number whose second moment passes float32, where the loss is finite", async () => {
    const options = { optimizer: { kind: "adam" } } as const;
    const trainer = await createTrainer(line(0), samples(1e12, 1e9), options);
    // g = −2e21, g² / 1000 = 4e39
    const step = trainer.step([0]);
    await expect(step).rejects.toThrow(ConvergenceError);
    await expect(step).rejects.toThrow(
      /^training: the gradient of number 0 of kernel in layer 0 is -2\.0\d*e\+21 in step 1, and what the optimizer keeps of it passes the largest float32; scale inputs/,
    );
    await trainer.release();
    const fitted = fit(line(0), samples(1e12, 1e9), { ...options, epochs: 5 });
    await expect(fitted).rejects.toThrow(DivergenceError);
    await expect(fitted).rejects.toThrow(/number 0 of kernel in layer 0/);
    // the others divide by no square, and what they do is told by the next loss or the numbers themselves
    for (const kind of ["sgd", "adamax"] as const) {
      const other = await createTrainer(line(0), samples(1e12, 1e9), { optimizer: { kind } });
      await other.step([0]);
      expect(other.network().layers[0]).not.toEqual(line(0).layers[0]);
      await other.release();
    }
  });

  it.each([undefined, 1])(
    "names the group whose gradient is not finite, with clipNorm %s",
    async (clipNorm) => {
      // L = 1e36, but dL/dw = −2 · 3e38 · 1e18
      const data = samples(3e38, 1e18);
      const trainer = await createTrainer(line(0), data, clipNorm === undefined ? {} : { clipNorm });
      await expect(trainer.step([0])).rejects.toThrow(
        "training: the gradient of number 0 of kernel in layer 0 is -Infinity in step 1; scale inputs and targets",
      );
      await trainer.release();
    },
  );

  it("shortens gradients whose squares pass float32 to the norm that was asked for", async () => {
    const trainer = await createTrainer(line(0), samples(1e12, 1e9), {
      clipNorm: 1,
      optimizer: { kind: "sgd", learningRate: 1 },
    });
    await trainer.step([0]);
    expect(trainer.network().layers[0]).toMatchObject({ kernel: Float32Array.of(1, 0) });
    await trainer.release();
  });

  it("whose loss is not finite has no right answers", async () => {
    const classifier = line(1, { outputs: 2, activation: "softmax" });
    const trainer = await createTrainer(classifier, { inputs: Float32Array.of(3e38, 3e38), labels: [0] });
    expect(await trainer.step([0])).toEqual({ loss: NaN });
    await trainer.release();
  });

  it("takes no class weights whose products pass float32", async () => {
    const weighted = { ...clouds(3), weights: Float32Array.of(1, 1e30, 1e30) };
    await expect(
      createTrainer(line(1, { outputs: 3, activation: "softmax" }), weighted, {
        classWeights: [1e30, 1e30, 1e30],
      }),
    ).rejects.toThrow(
      "createTrainer: the weight of sample 1 times that of its class must fit float32, got 1.0000000150474662e+30 × 1e+30",
    );
  });
});

describe("fit", () => {
  it("tells of a loss that ends far above its first value, whatever the loss", async () => {
    const network = createNetwork({
      inputShape: 2,
      layers: [dense({ units: 3, activation: "softmax" })],
      seed: 1,
    });
    const told = async (learningRate: number, labelSmoothing = 0) => {
      const heard: string[] = [];
      const onWarning = (text: string) => void heard.push(text);
      const optimizer = { kind: "sgd", learningRate } as const;
      await fit(network, clouds(), { epochs: 3, schedule: "constant", optimizer, labelSmoothing, onWarning });
      return heard;
    };
    expect((await told(0.01)).filter((text) => text.includes("diverged"))).toEqual([]);
    for (const smoothing of [0, 0.1]) {
      expect(await told(1e6, smoothing)).toEqual([
        expect.stringMatching(
          /^fit: the loss of the last epoch is \d\S*, \d\S* times that before the first update: the training diverged\./,
        ),
      ]);
    }
  });

  it("calls nothing diverged that started with an easy batch and ends better than guessing", async () => {
    const heard: string[] = [];
    // the first sample is right to the bit; the variance of the targets is above 1
    const samples = {
      inputs: Float32Array.of(0, 0, 1, 0, 2, 0, 3, 0),
      targets: Float32Array.of(0, 1.1, 1.9, 3.1),
    };
    const { history } = await fit(line(1), samples, {
      ...{ epochs: 1, batchSize: 1, shuffle: false, optimizer: { kind: "sgd", learningRate: 1e-6 } },
      onWarning: (text) => void heard.push(text),
    });
    expect(history[0]!.loss).toBeGreaterThan(0.005);
    expect(heard.filter((text) => text.includes("diverged"))).toEqual([]);
  });
});

describe("findLearningRate", () => {
  it("refuses samples whose loss is not finite before any update, and ends where numbers pass float32", async () => {
    const samples = { inputs: Float32Array.of(1e30, 0), targets: Float32Array.of(0) };
    await expect(findLearningRate(line(1), samples)).rejects.toThrow(ConvergenceError);
    await expect(findLearningRate(line(1), samples)).rejects.toThrow(
      "findLearningRate: the loss is Infinity before any update; the inputs go up to 1e+30: scale them",
    );
    const { curve } = await findLearningRate(
      line(0),
      { inputs: Float32Array.of(1, 0), targets: Float32Array.of(1) },
      { to: 1e38, from: 1e-3, optimizer: { kind: "sgd" } },
    );
    expect(curve.length).toBeGreaterThan(1);
    expect(curve.length).toBeLessThan(100);
    expect(curve.every(({ loss }) => Number.isFinite(loss))).toBe(true);
  });
});
