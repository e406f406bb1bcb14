import { digits } from "@reciprocal/datasets";
import { createNetwork, parameters, type LayerSpec, type Network } from "@reciprocal/network";
import { evaluate, fit } from "@reciprocal/training";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { startTfjs } from "../start-tfjs.js";
import { tfjsFit, type TfjsFitOptions } from "./tfjs-fit.js";

const { train } = digits({ train: 250, test: 10 });

const options: TfjsFitOptions = {
  epochs: 3,
  batchSize: 64, // 200 samples: the last batch of an epoch has 8
  loss: "cross-entropy",
  optimizer: { kind: "adamax", learningRate: 0.002 },
  validationSplit: 0.2,
  seed: 4,
  onEpoch: () => {},
};

function network(spec: Partial<LayerSpec>): Network {
  const layer = (units: number, activation: "relu" | "softmax") =>
    ({ kind: "dense", ...spec, units, activation }) as LayerSpec;
  return createNetwork({ inputShape: 784, layers: [layer(12, "relu"), layer(10, "softmax")], seed: 2 });
}

describe("tfjsFit", () => {
  beforeAll(startTfjs);

  it.each([
    ["dense", { kind: "dense" }],
    ["spectral", { kind: "spectral" }],
    ["spectral-one", { kind: "spectral", eigenvalues: "one" }],
    ["s-svd", { kind: "s-svd" }],
    ["s-qr", { kind: "s-qr" }],
    ["dense with a mask", { kind: "dense", sparsity: 0.5 }],
  ] as const)("trains %s as fit does", async (_name, spec) => {
    const start = network(spec);
    const told: number[] = [];
    const own = await tfjsFit(start, train, { ...options, onEpoch: ({ epoch }) => told.push(epoch) });
    const reference = await fit(start, train, { ...options, schedule: "constant", onEpoch: () => {} });

    expect(told).toEqual([1, 2, 3]);
    expect(own.stopped).toBe("epochs");
    for (const [index, report] of own.history.entries()) {
      const { loss, validationLoss, steps, learningRate } = reference.history[index]!;
      expect(report).toMatchObject({ epoch: index + 1, epochs: 3, steps, learningRate });
      expect(Math.abs(report.loss / loss - 1)).toBeLessThan(1e-3);
      expect(Math.abs(report.validationLoss! / validationLoss! - 1)).toBeLessThan(1e-3);
    }
    // the network that comes back is the one that was validated
    const held = { inputs: train.inputs.slice(200 * 784), labels: train.labels.slice(200) };
    const tested = await evaluate(own.network, held);
    expect(tested.loss).toBeCloseTo(own.history[2]!.validationLoss!, 4);
    expect(tested.accuracy).toBeCloseTo(own.history[2]!.validationAccuracy!, 6);
    const names = (of: Network) => parameters(of).map(({ name, trainable }) => ({ name, trainable }));
    expect(names(own.network)).toEqual(names(start));
  });

  it("counts right answers of the training samples", async () => {
    const { history } = await tfjsFit(network({}), train, { ...options, epochs: 1 });
    const counted = history[0]!.accuracy! * 200;
    expect(counted).toBeCloseTo(Math.round(counted), 3);
  });

  it("stops when the accuracy gets no better", async () => {
    const earlyStopping = { minDelta: 1, patience: 2 }; // nothing counts as better than the first
    const { history, stopped } = await tfjsFit(network({}), train, { ...options, epochs: 9, earlyStopping });
    expect({ epochs: history.length, stopped }).toEqual({ epochs: 3, stopped: "early-stopping" });
  });

  it("says where the loss is no longer finite", async () => {
    const broken = { ...train, inputs: train.inputs.slice().fill(NaN, 0, 784) };
    await expect(tfjsFit(network({}), broken, options)).rejects.toThrow(
      /^tfjsFit: the loss is NaN at step \d of/,
    );
  });

  it.each([0, 0.999])("refuses a split of %d, which leaves nothing on one side", async (validationSplit) => {
    await expect(tfjsFit(network({}), train, { ...options, validationSplit })).rejects.toThrow(
      `tfjsFit: a validationSplit of ${validationSplit} leaves nothing on one side of 250 samples`,
    );
  });

  it("keeps no tensors", async () => {
    const before = memory().numTensors;
    await tfjsFit(network({ kind: "spectral" }), train, options);
    expect(memory().numTensors).toBe(before);
  });

  it("names what computed", async () => {
    const { name, version } = await startTfjs();
    const { engine } = await tfjsFit(network({}), train, { ...options, epochs: 1 });
    expect(engine).toMatchObject({ name, version });
  });
});
