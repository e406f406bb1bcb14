import { createNetwork, forward, parameters, withTrainable } from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { count, referenceLoss, samplesFor } from "../testing/reference.js";
import { hidden, kinds, large, last, network, phi } from "../testing/small-networks.js";
import { watchedEngine } from "../testing/watched-engine.js";
import type { TrainerOptions } from "./options.js";
import { createTrainer } from "./trainer.js";

describe("createTrainer", () => {
  it.each(kinds)(
    "computes every step with the numbers that the one before left: $name",
    async ({ network }) => {
      const samples = samplesFor(network, 3);
      const all = Array.from({ length: count }, (_, i) => i);
      const optimizer = { kind: "sgd", learningRate: 1 } as const;
      const trainer = await createTrainer(network, samples, { optimizer });
      const before = await trainer.step(all);
      const left = referenceLoss(trainer.network(), samples, "cross-entropy");
      const { loss } = await trainer.step(all);
      await trainer.release();
      expect(Math.abs(loss - left)).toBeLessThan(1e-5);
      expect(Math.abs(left - before.loss)).toBeGreaterThan(1e-4);
    },
  );

  it("chooses the form by what is trained and by the batch", async () => {
    const net = createNetwork({
      inputShape: 784,
      layers: [
        { kind: "spectral", units: 100, activation: "relu" },
        { kind: "spectral", ...last },
      ],
    });
    const samples = { inputs: new Float32Array(784), labels: [0] };
    const formsOf = async (choice: Parameters<typeof withTrainable>[1], options: TrainerOptions) => {
      const trainer = await createTrainer(withTrainable(net, choice), samples, options);
      await trainer.release();
      return trainer.forms;
    };
    expect(await formsOf("eigenvalues", { batchSize: 20 })).toEqual({ 0: "applied", 2: "formed" });
    expect(await formsOf("all", { batchSize: 20 })).toEqual({ 0: "formed", 2: "formed" });
  });

  it("computes φx once for all samples as far as the limit on its memory allows, to the same losses", async () => {
    const units = 1000;
    const net = createNetwork({
      inputShape: 784,
      layers: [
        { kind: "spectral", units, activation: "relu" },
        { kind: "spectral", ...last },
      ],
    });
    const random = new Random(9);
    const samples = {
      inputs: Float32Array.from({ length: 2 * 784 }, () => random.uniform()),
      labels: [0, 2],
    };
    const train = async (precomputeLimitBytes: number) => {
      const engine = await watchedEngine();
      const optimizer = { kind: "adamax", learningRate: 0.05 } as const;
      const options = { precomputeLimitBytes, batchSize: 200, optimizer, engine };
      const trainer = await createTrainer(net, samples, options);
      const losses: number[] = [];
      for (let i = 0; i < 10; i++) losses.push((await trainer.step([0, 1])).loss);
      await trainer.release();
      return { losses, form: trainer.forms[0], sessions: engine.sessions.made };
    };
    const needed = 4 * 2 * units;
    const [within, beyond] = await Promise.all([train(needed), train(needed - 1)]);
    expect(within).toMatchObject({ form: "applied", sessions: 2 });
    expect(beyond).toMatchObject({ form: "formed", sessions: 1 });
    within.losses.forEach((loss, i) => expect(loss).toBeCloseTo(beyond.losses[i]!, 4));
    expect(within.losses.at(-1)!).toBeLessThan(0.9 * within.losses[0]!);
  });

  it("projects the data once where λ_in is fixed at 0, and has no product left in the first layer", async () => {
    const net = network([
      { kind: "spectral", ...hidden, eigenvalues: "one", phi },
      { kind: "spectral", ...last, ...large, phi },
    ]);
    const engine = await watchedEngine();
    const trainer = await createTrainer(net, samplesFor(net, 3), { batchSize: 1, engine });
    await trainer.step([0]);
    await trainer.release();
    // one run computes the feature; the step then takes it in place of x
    expect(engine.runs).toHaveLength(2);
    expect(Object.keys(engine.runs[1]!).filter((name) => !/^\d/.test(name))).toEqual([
      "feature0",
      "targets",
      "inverseCount",
    ]);
  });

  it("leaves everything as it was where the loss is not finite", async () => {
    const net = network([{ kind: "dense", units: 3 }]);
    const inputs = new Float32Array(5).fill(1e30);
    const trainer = await createTrainer(net, { inputs, labels: [0] }, { loss: "mean-squared-error" });
    expect((await trainer.step([0])).loss).toBe(Infinity);
    expect(parameters(trainer.network())).toEqual(parameters(net));
    await trainer.release();
  });

  it("leaves frozen numbers as they were, to the bit", async () => {
    const net = withTrainable(
      network([
        { kind: "spectral", ...hidden, phi },
        { kind: "spectral", ...last, phi },
      ]),
      "eigenvalues",
    );
    const trainer = await createTrainer(net, samplesFor(net, 3));
    await trainer.step([0, 1, 2]);
    const after = parameters(trainer.network());
    await trainer.release();
    parameters(net).forEach(({ name, values, trainable }, i) => {
      const same = values.every((value, j) => Object.is(value, after[i]!.values[j]));
      expect(same, `${name}, trainable ${trainable}`).toBe(!trainable);
    });
    expect(trainer.network().layers[0]).toMatchObject({ phi: { recipe: { kind: "normal" } } });
  });

  it("trains on a batch smaller than the usual one with its own mean", async () => {
    const net = network([
      { kind: "dense", ...hidden },
      { kind: "dense", ...last },
    ]);
    const samples = samplesFor(net, 3);
    const trainer = await createTrainer(net, samples, { batchSize: 5 });
    const { loss } = await trainer.step([4]);
    await trainer.release();
    const y = forward(net, samples.inputs.subarray(4 * 5, 5 * 5));
    expect(loss).toBeCloseTo(-Math.log(y[samples.labels[4]!]!), 5);
  });

  it("counts the samples answered rightly, by label or by the largest target", async () => {
    const net = network([
      { kind: "dense", ...hidden },
      { kind: "dense", ...last },
    ]);
    const { inputs, labels } = samplesFor(net, 3);
    const targets = new Float32Array(count * 3);
    labels.forEach((label, i) => (targets[i * 3 + label] = 1));
    const y = forward(net, inputs);
    const right = labels.reduce((sum, label, i) => {
      const row = Array.from(y.subarray(i * 3, i * 3 + 3));
      return sum + (row.indexOf(Math.max(...row)) === label ? 1 : 0);
    }, 0);
    expect(right).toBeGreaterThan(0);
    for (const samples of [
      { inputs, labels },
      { inputs, targets },
    ]) {
      const trainer = await createTrainer(net, samples);
      expect((await trainer.step([0, 1, 2, 3, 4, 5, 6])).correct).toBe(right);
      await trainer.release();
    }
  });

  it("counts nothing as right or wrong where there are numbers to be near to", async () => {
    const net = network([{ kind: "dense", units: 1 }]);
    const { inputs } = samplesFor(net, 3);
    const trainer = await createTrainer(
      net,
      { inputs, targets: new Float32Array(count) },
      { loss: "mean-squared-error" },
    );
    expect(await trainer.step([0, 1])).not.toHaveProperty("correct");
    await trainer.release();
  });
});
