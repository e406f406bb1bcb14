import { describe, expect, it } from "vitest";
import { EarlyStopping } from "./early-stopping.js";

describe("EarlyStopping", () => {
  it("counts an improvement of no more than minDelta as none", () => {
    const stopping = new EarlyStopping({ monitor: "validationAccuracy", minDelta: 0.25, patience: 2 });
    // better than −∞; by 0.25 only; by 0.5; then twice not
    expect([0.25, 0.5, 0.75, 0.75, 1].map((value) => stopping.observe(value))).toEqual([
      { improved: true, stop: false },
      { improved: false, stop: false },
      { improved: true, stop: false },
      { improved: false, stop: false },
      { improved: false, stop: true },
    ]);
  });

  it("wants losses to fall", () => {
    const stopping = new EarlyStopping({ patience: 1 });
    expect(stopping.observe(2)).toEqual({ improved: true, stop: false });
    expect(stopping.observe(1)).toEqual({ improved: true, stop: false });
    expect(stopping.observe(1.5)).toEqual({ improved: false, stop: true });
  });
});
