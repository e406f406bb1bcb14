import { digits } from "@reciprocal/datasets";
import { describe, expect, it } from "vitest";
import { UsageError } from "@reciprocal/sweeps";
import { firstSamples } from "./data.js";

describe("firstSamples", () => {
  it("takes the first samples, and names the option where there are fewer", () => {
    const { train } = digits({ train: 20, test: 1 });
    expect(firstSamples("--train-samples", train, null)).toBe(train);
    expect(firstSamples("--train-samples", train, 20).count).toBe(20);
    expect(firstSamples("--train-samples", train, 7).count).toBe(7);
    expect(() => firstSamples("--train-samples", train, 21)).toThrow(
      new UsageError(`--train-samples must be at most 20, the size of ${train.name}, got 21`),
    );
  });
});
