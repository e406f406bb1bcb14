import { describe, expect, it } from "vitest";
import { gatherCalls } from "./gather-calls.js";

describe("gatherCalls", () => {
  it("goes on with further calls after a run that threw at once", async () => {
    let runs = 0;
    const gatherer = gatherCalls({
      run: (rows) => {
        if (++runs === 1) throw new RangeError("no memory");
        return Promise.resolve(rows);
      },
      ...{ batchSize: 2, width: 1, outputWidth: 1 },
    });
    await expect(gatherer.compute(Float32Array.of(1), 1)).rejects.toThrow("no memory");
    expect(await gatherer.compute(Float32Array.of(2), 1)).toEqual(Float32Array.of(2));
    await gatherer.idle();
  });
});
