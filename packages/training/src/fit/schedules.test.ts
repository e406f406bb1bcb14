import { describe, expect, it } from "vitest";
import { expectFailure } from "../testing/expect-failure.js";
import { cosineSchedule, type Progress, scheduleOf, stepSchedule, warmupSchedule } from "./schedules.js";

const at = (progress: Partial<Progress>): Progress => ({
  epoch: 0,
  step: 0,
  epochs: 20,
  steps: 200,
  ...progress,
});

describe("schedules", () => {
  it("by name: cosine rises over 2 % of the steps and falls to 0, constant stays at 1", () => {
    const cosine = scheduleOf("cosine");
    const factors = [0, 1, 3, 100, 200].map((step) => cosine(at({ step })));
    // 4 of 200 steps are 2 %
    const fall = (share: number) => (1 + Math.cos(Math.PI * share)) / 2;
    [0.25, 0.5 * fall(1 / 200), fall(3 / 200), 0.5, 0].forEach((expected, i) =>
      expect(factors[i]).toBeCloseTo(expected, 12),
    );
    // no part of a first step is lost where 2 % are less than one
    expect(cosine(at({ step: 0, steps: 10 }))).toBe(1);
    expect([0, 100].map((step) => scheduleOf("constant")(at({ step })))).toEqual([1, 1]);
    const own = () => 0.3;
    expect(scheduleOf(own)).toBe(own);
  });

  it("stepSchedule multiplies after the given number of epochs", () => {
    const schedule = stepSchedule({ every: 2, factor: 0.1 });
    expect([0, 1.9, 2, 4].map((epoch) => schedule(at({ epoch })))).toEqual([1, 1, 0.1, 0.1 ** 2]);
  });

  it("cosineSchedule falls from 1 by way of the middle to its end, and stays there", () => {
    const schedule = cosineSchedule({ epochs: 10, final: 0.2 });
    const factors = [0, 5, 10, 11].map((epoch) => schedule(at({ epoch })));
    [1, 0.6, 0.2, 0.2].forEach((expected, i) => expect(factors[i]).toBeCloseTo(expected, 12));
  });

  it("cosineSchedule takes all epochs of the training unless told otherwise", () => {
    const schedule = cosineSchedule();
    const factors = [0, 10, 20].map((epoch) => schedule(at({ epoch, epochs: 20 })));
    [1, 0.5, 0].forEach((expected, i) => expect(factors[i]).toBeCloseTo(expected, 12));
  });

  it("warmupSchedule rises over its steps, then follows another", () => {
    const schedule = warmupSchedule({ steps: 4, then: ({ epoch }) => 1 / (1 + epoch) });
    expect([0, 1, 3, 9].map((step) => schedule(at({ epoch: 1, step })))).toEqual([0.125, 0.25, 0.5, 0.5]);
  });

  it("refuses wrong options", async () => {
    await expectFailure(() => cosineSchedule({ epochs: 0 }), RangeError, /cosineSchedule: epochs.*got 0/);
    await expectFailure(() => cosineSchedule({ epochs: 3, final: -1 }), RangeError, /final.*got -1/);
    await expectFailure(() => stepSchedule({ every: NaN }), RangeError, /stepSchedule: every.*got NaN/);
    await expectFailure(() => warmupSchedule({ step: 3 } as never), TypeError, /unknown option step;.*steps/);
  });
});
