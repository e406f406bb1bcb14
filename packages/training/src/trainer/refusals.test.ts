import { type Network, type Samples, withTrainable } from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { type ErrorClass, expectFailure } from "../testing/expect-failure.js";
import { samplesFor } from "../testing/reference.js";
import { hidden, last, network } from "../testing/small-networks.js";
import { createTrainer } from "./trainer.js";

describe("createTrainer refuses", () => {
  const net = network([
    { kind: "dense", ...hidden },
    { kind: "dense", ...last },
  ]);
  const { inputs, labels } = samplesFor(net, 3);

  it("samples that do not fit the network", async () => {
    const fails = (samples: object, type: ErrorClass, ...facts: readonly RegExp[]) =>
      expectFailure(() => createTrainer(net, samples as Samples), type, /^createTrainer: /, ...facts);
    await fails({ inputs: inputs.subarray(1), labels }, ShapeError, /5 numbers each, got 34/);
    await fails({ inputs: new Float32Array(0), labels }, ShapeError, /5 numbers each, got 0/);
    await fails({ inputs, labels: labels.subarray(1) }, ShapeError, /6 labels for 7 samples/);
    await fails({ inputs, labels: [0, 1, 2, 3, 0, 1, 2] }, RangeError, /sample 3.*0 to 2, got 3/);
    await fails({ inputs }, TypeError, /labels or targets, got neither/);
    await fails(
      { inputs: Array.from(inputs), labels },
      TypeError,
      /inputs.*Float32Array.*got an array of 35/,
    );
    await fails({ inputs, targets: new Float64Array(21) }, TypeError, /targets.*got a Float64Array/);
    await fails({ inputs, targets: new Float32Array(20) }, ShapeError, /7 × 3 targets, got 20/);
    const infinite = inputs.map((x, i) => (i === 9 ? NaN : x));
    await fails({ inputs: infinite, labels }, RangeError, /inputs: number 9 is NaN/);
  });

  it("options that it does not take", async () => {
    const fails = (options: object, type: ErrorClass, ...facts: readonly RegExp[]) =>
      expectFailure(() => createTrainer(net, { inputs, labels }, options), type, ...facts);
    await fails({ batchSize: -3 }, RangeError, /^createTrainer: batchSize.*got -3/);
    await fails({ batchsize: 3 }, TypeError, /^createTrainer: unknown option batchsize;.*batchSize/);
    await fails({ precomputeLimitBytes: NaN }, RangeError, /precomputeLimitBytes.*got NaN/);
    await fails(
      { penalties: { kernel: { l2: 1 } } },
      TypeError,
      /penalties: unknown option kernel;.*kernels/,
    );
    await fails({ penalties: { kernels: { l1: -1 } } }, RangeError, /penalties: kernels: l1.*got -1/);
    await fails({ optimizer: { kind: "sgd", lr: 5 } }, TypeError, /optimizer: unknown option lr/);
    await fails({ optimizer: { kind: "sgd", learningRate: -1 } }, RangeError, /learningRate.*got -1/);
  });

  it("networks that it cannot train", async () => {
    const fails = (of: Network, ...facts: readonly RegExp[]) =>
      expectFailure(() => createTrainer(of, { inputs, labels }), TypeError, ...facts);
    await fails(withTrainable(net, "none"), /nothing in the network is trainable/);
    await fails(network([{ kind: "dense", units: 3 }]), /labels need.*softmax.*cross-entropy.*sigmoid/);
  });

  it("steps on samples that are not there, and two at a time", async () => {
    const trainer = await createTrainer(net, { inputs, labels });
    const refuses = (batch: number[], type: ErrorClass, fact: RegExp, factor?: number) =>
      expectFailure(() => trainer.step(batch, factor), type, fact);
    await refuses([0, 7], RangeError, /sample 1.*0 to 6, got 7/);
    await refuses([0.5], RangeError, /sample 0.*0 to 6, got 0.5/);
    await refuses([], RangeError, /at least one sample/);
    await refuses([0], RangeError, /factor on the learning rate.*got NaN/, NaN);
    const first = trainer.step([0]);
    await refuses([1], Error, /has not finished/);
    expect((await first).loss).toBeGreaterThan(0);
    expect((await trainer.step([1])).loss).toBeGreaterThan(0);
    await trainer.release();
  });
});
