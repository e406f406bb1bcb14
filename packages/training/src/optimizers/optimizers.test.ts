import { createNetwork, sSvd, withTrainable } from "@reciprocal/network";
import { describe, expect, it } from "vitest";
import { type ErrorClass, expectFailure } from "../testing/expect-failure.js";
import { adam, adamW } from "./adam.js";
import { adamax } from "./adamax.js";
import {
  createOptimizer,
  groupRates,
  highestRate,
  type OptimizerOptions,
  optimizerRule,
} from "./create-optimizer.js";
import { sgd } from "./sgd.js";

const settingsOf = (options: OptimizerOptions) => optimizerRule().read("test", "optimizer", options);

/** Value of one number of a kernel that starts at 1, after updates with the given gradients. */
function valueAfter(options: OptimizerOptions, gradients: readonly number[]): number {
  const settings = settingsOf(options);
  const optimizer = createOptimizer(settings);
  const values = Float32Array.of(1);
  const state = Array.from({ length: optimizer.slots }, () => new Float32Array(1));
  gradients.forEach((gradient, i) =>
    optimizer.update(values, Float32Array.of(gradient), state, {
      ...groupRates(settings, "kernel"),
      step: i + 1,
    }),
  );
  return values[0]!;
}

describe("createOptimizer", () => {
  it("sgd takes the gradient times the learning rate off", () => {
    // 1 − 0.1 · 2 = 0.8, then 0.8 − 0.1 · (−1) = 0.9
    expect(valueAfter({ kind: "sgd", learningRate: 0.1 }, [2, -1])).toBeCloseTo(0.9, 6);
  });

  it("sgd with momentum adds up a velocity", () => {
    // v = 2, p = 1 − 0.1 · 2 = 0.8; v = 0.5 · 2 − 1 = 0, p = 0.8; v = 0.5 · 0 + 4 = 4, p = 0.8 − 0.4 = 0.4
    expect(valueAfter({ kind: "sgd", learningRate: 0.1, momentum: 0.5 }, [2, -1, 4])).toBeCloseTo(0.4, 6);
  });

  it("adam moves by the learning rate at first, whatever the size of the gradient", () => {
    // m̂ = g and v̂ = g² after one step, so p = 1 − 0.1 · 2 / (2 + 1e-7)
    expect(valueAfter({ kind: "adam", learningRate: 0.1 }, [2])).toBeCloseTo(0.9, 6);
  });

  it("adam divides the corrected first moment by the root of the corrected second", () => {
    // β₁ = 0.5, β₂ = 0.75, g = 2 then −1; step 1: p = 1 − 0.1 = 0.9
    // m = 0.5 · 1 + 0.5 · (−1) = 0, so step 2 leaves p = 0.9
    expect(valueAfter({ kind: "adam", learningRate: 0.1, beta1: 0.5, beta2: 0.75 }, [2, -1])).toBeCloseTo(
      0.9,
      6,
    );
    // g = 2 then 4: m = 0.5 · 1 + 0.5 · 4 = 2.5, m̂ = 2.5 / 0.75; v = 0.75 · 1 + 0.25 · 16 = 4.75, v̂ = 4.75 / 0.4375
    const second = 0.1 * (2.5 / 0.75 / Math.sqrt(4.75 / 0.4375));
    expect(valueAfter({ kind: "adam", learningRate: 0.1, beta1: 0.5, beta2: 0.75 }, [2, 4])).toBeCloseTo(
      0.9 - second,
      6,
    );
  });

  it("adamw shrinks the value before adam's step, by 0.01 of the learning rate unless told otherwise", () => {
    // 1 · (1 − 0.1 · 0.5) − 0.1 = 0.85
    expect(valueAfter({ kind: "adamw", learningRate: 0.1, weightDecay: 0.5 }, [2])).toBeCloseTo(0.85, 6);
    // 1 · (1 − 0.1 · 0.01) − 0.1 = 0.899
    expect(valueAfter({ kind: "adamw", learningRate: 0.1 }, [2])).toBeCloseTo(0.899, 6);
  });

  it("adamax divides by the largest decayed gradient", () => {
    // β₁ = 0.5, β₂ = 0.75: m = 2, u = 4, p = 1 − (0.1 / 0.5) · 2 / 4 = 0.9
    // g = 1: m = 0.5 · 2 + 0.5 = 1.5, u = max(0.75 · 4, 1) = 3, p = 0.9 − (0.1 / 0.75) · 1.5 / 3 = 0.8333…
    const options = { kind: "adamax", learningRate: 0.1, beta1: 0.5, beta2: 0.75 } as const;
    expect(valueAfter(options, [4])).toBeCloseTo(0.9, 6);
    expect(valueAfter(options, [4, 1])).toBeCloseTo(0.9 - 0.1 / 1.5, 6);
    // g = −6: u = max(3, 6) = 6
    expect(valueAfter(options, [4, -6])).toBeCloseTo(0.9 - (0.1 / 0.75) * ((0.5 * 2 + 0.5 * -6) / 6), 6);
  });

  it("adamax treats every number alike, whatever the count of them", () => {
    const gradient = [0.3, -2, 0.01, 4, -0.7];
    const optimizer = createOptimizer({ kind: "adamax", learningRate: 0.1 });
    for (let length = 1; length <= 5; length++) {
      const values = new Float32Array(length).fill(1);
      const state = [new Float32Array(length), new Float32Array(length)];
      for (let step = 1; step <= 3; step++) {
        const scaled = Float32Array.from(gradient.slice(0, length), (g) => g / step);
        optimizer.update(values, scaled, state, { step, learningRate: 0.1, weightDecay: 0 });
      }
      const alone = gradient
        .slice(0, length)
        .map((g) => valueAfter({ kind: "adamax", learningRate: 0.1 }, [g, g / 2, g / 3]));
      expect(Array.from(values)).toEqual(alone);
    }
  });

  it("has rates and weight decay by role", () => {
    const roles = ["eigenvalues", "eigenvectors", "kernel", "bias"] as const;
    const rates = (options: OptimizerOptions) =>
      roles.map((role) => groupRates(settingsOf(options), role).learningRate);
    const decay = (options: OptimizerOptions) =>
      roles.map((role) => groupRates(settingsOf(options), role).weightDecay);
    for (const kind of ["adam", "adamw", "adamax"] as const)
      expect(rates({ kind })).toEqual([0.1, 0.01, 0.005, 0.1]);
    expect(rates({ kind: "sgd" })).toEqual([0.01, 0.01, 0.01, 0.01]);
    expect(rates({ kind: "adam", learningRate: 0.5 })).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(rates({ kind: "adam", learningRate: { kernel: 0.5 } })).toEqual([0.1, 0.01, 0.5, 0.1]);
    expect(decay({ kind: "adam" })).toEqual([0, 0, 0, 0]);
    expect(decay({ kind: "adamw" })).toEqual([0, 0.01, 0.01, 0]);
    expect(decay({ kind: "adamw", weightDecay: 0.2 })).toEqual([0, 0.2, 0.2, 0]);
    expect(decay({ kind: "adamw", weightDecay: { eigenvalues: 0.3 } })).toEqual([0.3, 0, 0, 0]);
  });

  it("knows the highest rate of what trains", () => {
    const layers = [sSvd({ units: 3, trainable: { lambdaIn: false, lambdaOut: false, bias: false } })];
    const network = createNetwork({ inputShape: 2, layers });
    expect(highestRate(network, settingsOf({ kind: "adam" }))).toBe(0.01);
    expect(highestRate(withTrainable(network, "eigenvalues"), settingsOf({ kind: "adam" }))).toBe(0.1);
    expect(highestRate(withTrainable(network, "none"), settingsOf({ kind: "adam" }))).toBe(0);
  });

  it("uses the published defaults", () => {
    // β₁ = 0.9, β₂ = 0.999 and ε = 1e-7 are what these two steps of adamax come from
    const m = 0.9 * 0.1 * 4 + 0.1 * 1;
    const expected = 1 - 0.005 - (0.005 / (1 - 0.9 ** 2)) * (m / (0.999 * 4 + 1e-7));
    expect(valueAfter({ kind: "adamax" }, [4, 1])).toBeCloseTo(expected, 7);
  });

  it("does not divide by zero where a gradient has always been zero", () => {
    const kinds = [{ kind: "adam" }, { kind: "adamw", weightDecay: 0 }, { kind: "adamax" }] as const;
    for (const options of kinds) expect(valueAfter(options, [0, 0])).toBe(1);
  });

  it("says which setting is wrong", async () => {
    const fails = (given: object, type: ErrorClass, fact: RegExp) =>
      expectFailure(() => createOptimizer(given as OptimizerOptions), type, fact);
    await fails({ kind: "sgd", momentum: 1 }, RangeError, /momentum.*below 1, got 1/);
    await fails({ kind: "adam", beta1: NaN }, RangeError, /beta1.*got NaN/);
    await fails({ kind: "adamax", epsilon: 0 }, RangeError, /epsilon.*above 0, got 0/);
    await fails({ kind: "adam", learningRate: "1" }, TypeError, /learningRate.*got "1"/);
    await fails({ kind: "adam", learningRate: { phi: 1 } }, TypeError, /learningRate.*unknown option phi/);
    await fails({ kind: "adam", learningRate: { bias: 0 } }, RangeError, /learningRate.*bias.*got 0/);
    await fails({ kind: "adamw", weightDecay: -1 }, RangeError, /weightDecay.*got -1/);
    await fails({ kind: "adam", weightDecay: 1 }, TypeError, /unknown option weightDecay/);
    await fails({ kind: "nadam" }, TypeError, /kind.*sgd, adam, adamw, adamax, got "nadam"/);
    await fails({}, TypeError, /kind.*got undefined/);
  });
});

describe("factories", () => {
  it("give all settings, and the same rule as plain data", () => {
    const same = { eigenvalues: 0.01, eigenvectors: 0.01, kernel: 0.01, bias: 0.01 };
    expect(sgd({ momentum: 0.5 })).toEqual({ kind: "sgd", learningRate: same, momentum: 0.5 });
    const learningRate = { ...same, eigenvalues: 0.1, kernel: 0.005, bias: 0.1 };
    const moments = { learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
    expect(adam()).toEqual({ kind: "adam", ...moments });
    expect(adamW({ beta1: 0.8 })).toEqual({
      kind: "adamw",
      ...moments,
      beta1: 0.8,
      weightDecay: { ...same, eigenvalues: 0, bias: 0 },
    });
    expect(adamax({ learningRate: 0.1 })).toEqual({ kind: "adamax", ...moments, learningRate: 0.1 });
    expect(valueAfter(adamW({ learningRate: 0.1 }), [2, 3])).toBe(
      valueAfter({ kind: "adamw", learningRate: 0.1 }, [2, 3]),
    );
  });

  it("refuse what their optimizer does not take", async () => {
    await expectFailure(
      () => adam({ learningrate: 1 } as never),
      TypeError,
      /adam:.*learningrate;.*learningRate/,
    );
    await expectFailure(() => sgd({ kind: "adam" } as never), TypeError, /sgd: kind.*got "adam"/);
    await expectFailure(() => adamax({ learningRate: 0 }), RangeError, /learningRate.*got 0/);
  });
});
