import { describe, expect, it } from "vitest";
import { expectFailure } from "../testing/expect-failure.js";
import { cosineSchedule, stepSchedule, warmupSchedule } from "./schedules.js";

describe("schedules", () => {
  it("stepSchedule multiplies after the given number of epochs", () => {
    const schedule = stepSchedule({ every: 2, factor: 0.1 });
    expect([0, 1.9, 2, 4].map((epoch) => schedule({ epoch, step: 0 }))).toEqual([1, 1, 0.1, 0.1 ** 2]);
  });

  it("cosineSchedule falls from 1 by way of the middle to its end, and stays there", () => {
    const schedule = cosineSchedule({ epochs: 10, final: 0.2 });
    const factors = [0, 5, 10, 11].map((epoch) => schedule({ epoch, step: 0 }));
    [1, 0.6, 0.2, 0.2].forEach((expected, i) => expect(factors[i]).toBeCloseTo(expected, 12));
  });

  it("warmupSchedule rises over its steps, then follows another", () => {
    const schedule = warmupSchedule({ steps: 4, then: ({ epoch }) => 1 / (1 + epoch) });
    expect([0, 1, 3, 9].map((step) => schedule({ epoch: 1, step }))).toEqual([0.125, 0.25, 0.5, 0.5]);
  });

  it("refuses wrong options", async () => {
    await expectFailure(() => cosineSchedule({ epochs: 0 }), RangeError, /cosineSchedule: epochs.*got 0/);
    await expectFailure(() => cosineSchedule({ epochs: 3, final: -1 }), RangeError, /final.*got -1/);
    await expectFailure(() => stepSchedule({ every: NaN }), RangeError, /stepSchedule: every.*got NaN/);
    await expectFailure(() => warmupSchedule({ step: 3 } as never), TypeError, /unknown option step;.*steps/);
  });
});
