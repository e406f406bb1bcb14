import { describe, expect, it } from "vitest";
import { watchAccuracy } from "./watch-accuracy.js";

describe("watchAccuracy", () => {
  it("stops after so many epochs in a row without an improvement that counts", () => {
    const shouldStop = watchAccuracy({ minDelta: 0.1, patience: 2 });
    // 0.55 is not more than 0.1 better than 0.5, 0.65 is; then 0.7 and 0.75 are not better than 0.65 by enough
    expect([0.5, 0.55, 0.65, 0.7, 0.75].map(shouldStop)).toEqual([false, false, false, false, true]);
  });
});
