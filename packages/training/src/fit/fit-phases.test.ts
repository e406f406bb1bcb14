import { createNetwork, parameters, withTrainable, type Network } from "@reciprocal/network";
import { deriveSeed } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { adam } from "../optimizers/adam.js";
import { clouds } from "../testing/clouds.js";
import { type ErrorClass, expectFailure } from "../testing/expect-failure.js";
import { fitPhases, type FitPhasesOptions, type Phase } from "./fit-phases.js";
import { fit } from "./loop.js";

const start = createNetwork({
  inputShape: 2,
  layers: [
    { kind: "s-qr", units: 12, activation: "tanh" },
    { kind: "s-qr", units: 3, activation: "softmax" },
  ],
  seed: 4,
});
const options = {
  batchSize: 50,
  seed: 7,
  optimizer: adam({ learningRate: 0.02 }),
  schedule: "constant",
} satisfies FitPhasesOptions;
const phases: readonly Phase[] = [
  { trainable: "eigenvalues", epochs: 2 },
  { trainable: "eigenvectors", epochs: 1, optimizer: adam({ learningRate: 0.01 }) },
];
const numbersOf = (network: Network): number[] =>
  parameters(network).flatMap(({ values }) => Array.from(values));

describe("fitPhases", () => {
  it("warns of how the network starts and how it ends, not of phases between", async () => {
    const told: string[] = [];
    const phi = { kind: "normal", deviation: 9 } as const;
    const large = createNetwork({
      inputShape: 2,
      layers: [{ kind: "spectral", units: 3, phi, activation: "softmax" }],
    });
    const optimizer = { kind: "sgd", learningRate: 1e-6 } as const;
    const both: readonly Phase[] = [
      { trainable: "eigenvalues", epochs: 2, optimizer },
      { trainable: "eigenvectors", epochs: 1, optimizer: { kind: "sgd", learningRate: 1e-3 } },
    ];
    const onWarning = (message: string) => told.push(message);
    await fitPhases(large, clouds(), both, { epochs: 6, onWarning });
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(/^fit: layer 0 .* too large/);
    expect(told[1]).toMatch(/^fit: after 6 epochs the loss is/);
  });

  it("is one fit after the other, each with its groups, optimizer and seed", async () => {
    const samples = clouds();
    let network = start;
    for (const [turn, epochs] of [2, 1, 1].entries()) {
      const { trainable, optimizer } = phases[turn % 2]!;
      const given = {
        ...options,
        epochs,
        seed: deriveSeed(7, "phase", turn),
        optimizer: optimizer ?? options.optimizer,
      };
      ({ network } = await fit(withTrainable(network, trainable), samples, given));
    }
    const result = await fitPhases(start, samples, phases, { ...options, epochs: 4 });
    expect(numbersOf(result.network)).toEqual(numbersOf(network));
    expect(result).toMatchObject({ stopped: "epochs", networkEpoch: 4 });
    expect(result.history.map(({ epoch, epochs }) => [epoch, epochs])).toEqual(
      [1, 2, 3, 4].map((epoch) => [epoch, 4]),
    );
    expect(result.history.map(({ learningRate }) => learningRate)).toEqual([0.02, 0.02, 0.01, 0.02]);
  });

  it("goes through the phases once unless told otherwise", async () => {
    const epochs: number[] = [];
    const onEpoch = ({ epoch }: { epoch: number }) => void epochs.push(epoch);
    const { network } = await fitPhases(start, clouds(), phases, { ...options, onEpoch });
    expect(epochs).toEqual([1, 2, 3]);
    expect(network).toEqual(withTrainable(network, "eigenvectors"));
  });

  it("asks the schedule for epochs and steps of the whole training", async () => {
    const asked: number[] = [];
    const schedule = ({ epoch, step }: { epoch: number; step: number }) => {
      asked.push(epoch, step);
      return 1;
    };
    await fitPhases(start, clouds(), phases, { ...options, batchSize: 107, schedule });
    expect(asked).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it("stops early over all phases, and at an abort", async () => {
    const validation = clouds(30, 3);
    // nothing is better by 10 than the first epoch
    const earlyStopping = { minDelta: 10, patience: 3 };
    const early = await fitPhases(start, clouds(), phases, {
      ...options,
      epochs: 20,
      validation,
      earlyStopping,
    });
    expect([early.stopped, early.history.length]).toEqual(["early-stopping", 4]);

    const controller = new AbortController();
    const onEpoch = ({ epoch }: { epoch: number }) => {
      if (epoch === 3) controller.abort();
    };
    const { signal } = controller;
    const aborted = await fitPhases(start, clouds(), phases, { ...options, epochs: 20, onEpoch, signal });
    expect([aborted.stopped, aborted.history.length]).toEqual(["aborted", 3]);
  });

  it("says which phase or option is wrong before it begins", async () => {
    const fails = (given: unknown, type: ErrorClass, fact: RegExp, others: object = {}) =>
      expectFailure(
        () => fitPhases(start, clouds(), given as Phase[], { ...options, ...others }),
        type,
        fact,
      );
    await fails([], RangeError, /phases.*at least 1/);
    await fails(
      [phases[0], { trainable: "eigenvalues", epochs: 0 }],
      RangeError,
      /phases\[1\]: epochs.*got 0/,
    );
    await fails([phases[0], { trainable: "all of it", epochs: 1 }], TypeError, /all of it/);
    await fails(phases, TypeError, /earlyStopping needs validation/, { earlyStopping: {} });
    await fails(phases, TypeError, /unknown option restoreBest/, {
      validationSplit: 0.2,
      earlyStopping: { restoreBest: true },
    });
    await fails(phases, TypeError, /unknown option resume/, { resume: {} });
    const line = createNetwork({ inputShape: 2, layers: [{ kind: "s-qr", units: 1 }] });
    const numbers = { inputs: clouds().inputs, targets: new Float32Array(107) };
    const watched = {
      loss: "mean-squared-error",
      validationSplit: 0.2,
      earlyStopping: { monitor: "validationAccuracy" },
    } as const;
    await expectFailure(
      () => fitPhases(line, numbers, phases, watched),
      TypeError,
      /fitPhases: numbers have no accuracy/,
    );
  });
});
