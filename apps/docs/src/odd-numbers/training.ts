import { createNetwork, dense, type Samples, ShapeError, withParameters } from "@reciprocal/network";
import {
  adam,
  ConvergenceError,
  cosineSchedule,
  createPredictor,
  createTrainer,
  DivergenceError,
  EarlyStopping,
  evaluate,
  findLearningRate,
  fit,
  type FitOptions,
  fitPhases,
  predict,
  sgd,
  stepSchedule,
} from "@reciprocal/training";
import { gives, refuses, refusesNotFinite, type Row, so } from "./cell.js";
import { f32, silent, uniform } from "./networks.js";

const tiny = 1.401298464324817e-45;
const line = uniform(0.5);
const classes = uniform(0.5, { inputs: 2, outputs: 2, activation: "softmax" });
const numbers = (x: number, t: number): Samples => ({ inputs: f32(x, 1), targets: f32(t, 1) });
const none: Samples = { inputs: f32(), labels: [] };
const brief: FitOptions = { epochs: 2, batchSize: 2 };
const lossesOf = async (samples: Samples, network = line, options = brief) =>
  (await fit(network, samples, options)).history.map(({ loss }) => loss);
const areFinite = (losses: readonly number[]) => losses.every(Number.isFinite);
/** What a training says that does not stop it. */
async function warnings(samples: Samples, options: FitOptions, network = classes): Promise<string> {
  const heard: string[] = [];
  await fit(network, samples, { ...options, onWarning: (text) => void heard.push(text) });
  return heard.join("\n");
}

/** The cells that everything has that trains. */
const training = (
  train: (samples: Samples, network?: typeof line) => Promise<unknown>,
): Pick<Row["cells"], "NaN or ±∞" | "none"> => ({
  "NaN or ±∞": refusesNotFinite(RangeError, /(inputs|targets): number 0 is/, async (x) => {
    await train(numbers(1, x));
    await train(numbers(x, 1));
  }),
  none: refuses(ShapeError, "needs samples of 2 numbers each, got 0", () => train(none, classes)),
});

export const trainingRows: readonly Row[] = [
  {
    functions: ["fit", "fitEpochs", "fitPhases"],
    cells: {
      ...training((samples, network = line) =>
        fitPhases(network, samples, [{ trainable: "all", epochs: 1 }]).then(() =>
          fit(network, samples, brief),
        ),
      ),
      denormal: so("trained on as they are", async () => areFinite(await lossesOf(numbers(tiny, tiny)))),
      huge: refuses(
        DivergenceError,
        /^fit: the loss is Infinity at step 1 of epoch 1, before any update; the inputs go up to 3e\+38: scale/,
        () => lossesOf(numbers(3e38, 1)),
      ),
      constant: so("trained on: a column that is always the same acts as a bias", async () =>
        areFinite(await lossesOf({ inputs: f32(5, 5, 5, 5), labels: [0, 1] }, classes)),
      ),
      "one class": so("trained on; a warning if outputs are of no sample", async () =>
        (await warnings({ inputs: f32(1, 2, 3, 4), labels: [0, 0] }, brief)).includes("no label is above 0"),
      ),
      "one sample": so("trained on", async () =>
        areFinite(await lossesOf({ inputs: f32(1, 2), labels: [1] }, classes)),
      ),
      "λ_in = λ_out": so("trained on: w = 0 at first, but its gradient is not", async () => {
        const { network } = await fit(
          silent(2, 2, "softmax"),
          { inputs: f32(1, 2, 3, -4), labels: [1, 0] },
          brief,
        );
        const layer = network.layers[0]!;
        return layer.kind === "spectral" && layer.lambdaIn.some((value) => value !== 3);
      }),
      "width 1": so("trained on; not a softmax of one output, whose loss is always 0", async () => {
        const losses = await lossesOf(numbers(1, 2));
        const refused = await fit(uniform(1, { activation: "softmax" }), {
          inputs: f32(1),
          labels: [0],
        }).catch((error: unknown) => (error as Error).name);
        return areFinite(losses) && refused === "TypeError";
      }),
    },
  },
  {
    functions: ["options of `fit`"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "must be a finite number", async (x) => {
        await fit(line, numbers(1, 1), { optimizer: sgd({ learningRate: x }) });
      }),
      denormal: so("taken as they are", async () =>
        areFinite(await lossesOf(numbers(1, 1), line, { ...brief, clipNorm: 5e-324 })),
      ),
      huge: refuses(DivergenceError, /learning rate|clipNorm/, () =>
        lossesOf(numbers(1, 2), line, { ...brief, optimizer: adam({ learningRate: 1e39 }) }),
      ),
      none: refuses(RangeError, "epochs must be an integer of at least 1", () =>
        lossesOf(numbers(1, 1), line, { epochs: 0 }),
      ),
    },
  },
  {
    functions: ["createTrainer"],
    cells: {
      ...training(async (samples, network = line) => (await createTrainer(network, samples)).release()),
      huge: gives(
        "the loss as it is, without an update; an error where only a gradient or the optimizer overflows",
        async () => {
          const step = async (x: number, t: number) => {
            const trainer = await createTrainer(uniform(0), { inputs: f32(x), targets: f32(t) });
            try {
              return (await trainer.step([0])).loss;
            } catch (error) {
              return (error as Error).name;
            } finally {
              await trainer.release();
            }
          };
          return [await step(1, 1e30), await step(1e12, 1e9), await step(3e38, 1e18)];
        },
        [Infinity, "ConvergenceError", "ConvergenceError"],
      ),
      "one sample": so("one step", async () => {
        const trainer = await createTrainer(line, { inputs: f32(1), targets: f32(2) });
        const { loss } = await trainer.step([0]);
        await trainer.release();
        return loss === 2.25;
      }),
      "λ_in = λ_out": refuses(RangeError, "at least one sample", async () => {
        const trainer = await createTrainer(silent(1, 1), { inputs: f32(1), targets: f32(2) });
        try {
          await trainer.step([]);
        } finally {
          await trainer.release();
        }
      }),
    },
  },
  {
    functions: ["predict", "createPredictor"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "predict: inputs: number 1 is", (x) =>
        predict(line, f32(0, x)),
      ),
      denormal: so("right, or 0 where the processor flushes them", async () => {
        const [y] = await predict(uniform(1), f32(tiny));
        return y === tiny || y === 0;
      }),
      huge: refuses(RangeError, "predict: output 0 of sample 1 is Infinity", async () => {
        const predictor = await createPredictor(uniform(2));
        return predictor.predict(f32(1, 3e38)).finally(() => predictor.release());
      }),
      none: refuses(ShapeError, "needs samples of 1 numbers each, got 0", () => predict(line, f32())),
      "one sample": gives("its outputs", () => predict(uniform(2), f32(3)), [6]),
      "λ_in = λ_out": gives(
        "w = 0: the bias, whatever comes in",
        () => predict(silent(), f32(1e30, -5)).then((y) => y.map(Math.abs)),
        [0, 0],
      ),
      "width 1": gives(
        "a softmax of one output is 1",
        () => predict(uniform(5, { activation: "softmax" }), f32(7)),
        [1],
      ),
    },
  },
  {
    functions: ["hidden layers of `predict`"],
    cells: {
      huge: gives(
        "±∞, of which a tanh makes ±1",
        async () => {
          const layers = [dense({ units: 1, activation: "tanh" }), dense({ units: 1 })];
          const network = withParameters(createNetwork({ inputShape: 1, layers }), [
            { layer: 0, name: "kernel", values: f32(2) },
            { layer: 2, name: "kernel", values: f32(1) },
          ]);
          return predict(network, f32(3e38, -3e38));
        },
        [1, -1],
      ),
    },
  },
  {
    functions: ["evaluate"],
    cells: {
      ...training((samples, network = line) => evaluate(network, samples)),
      denormal: so(
        "measured as they are",
        async () => (await evaluate(uniform(0), { inputs: f32(tiny), targets: f32(tiny) })).loss === 0,
      ),
      huge: refuses(RangeError, "evaluate: the loss of samples 0 to 1 is Infinity", () =>
        evaluate(line, { inputs: f32(1, 1e20), targets: f32(0, 0) }),
      ),
      "one class": gives(
        "the share of answers that are this class",
        async () => {
          const { accuracy } = await evaluate(classes, { inputs: f32(1, 2, 3, 4), labels: [0, 0] });
          return accuracy;
        },
        1,
      ),
      "one sample": so(
        "its loss",
        async () => (await evaluate(line, { inputs: f32(1), targets: f32(2) })).loss === 2.25,
      ),
      "λ_in = λ_out": gives(
        "of equal scores the first counts",
        async () => {
          const { accuracy } = await evaluate(silent(2, 2, "softmax"), {
            inputs: f32(1, 2, 3, 4),
            labels: [0, 1],
          });
          return accuracy;
        },
        0.5,
      ),
    },
  },
  {
    functions: ["findLearningRate"],
    cells: {
      ...training((samples, network = line) => findLearningRate(network, samples)),
      huge: refuses(ConvergenceError, "before any update", () => findLearningRate(line, numbers(3e38, 1))),
      "one class": so("a rate", async () =>
        Number.isFinite((await findLearningRate(classes, { inputs: f32(1, 2), labels: [0] })).learningRate),
      ),
      "one sample": so("a rate", async () =>
        Number.isFinite((await findLearningRate(line, { inputs: f32(1), targets: f32(2) })).learningRate),
      ),
    },
  },
  {
    functions: ["EarlyStopping"],
    cells: {
      "NaN or ±∞": gives(
        "NaN is an error; an infinite loss is worse than any other",
        () => {
          const stopping = new EarlyStopping({ patience: 9 });
          let name = "";
          try {
            stopping.observe(NaN);
          } catch (error) {
            name = (error as Error).name;
          }
          return [name, stopping.observe(Infinity).improved, stopping.observe(1).improved];
        },
        ["RangeError", false, true],
      ),
      constant: gives(
        "no improvement: stops after patience",
        () => {
          const stopping = new EarlyStopping({ patience: 2 });
          return [1, 1, 1].map((loss) => stopping.observe(loss).stop);
        },
        [false, false, true],
      ),
    },
  },
  {
    functions: ["stepSchedule", "cosineSchedule", "warmupSchedule"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "must be a finite number", (x) => stepSchedule({ every: x })),
      none: refuses(RangeError, "epochs must be a finite number above 0", () =>
        cosineSchedule({ epochs: 0 }),
      ),
    },
  },
];
