import { describe, expect, it } from "vitest";
import { examplePaperLine } from "./example-paper-line.test-data.js";
import { paperLines } from "./paper-line.js";

const line = examplePaperLine({});

describe("paperLines", () => {
  const read = (...lines: object[]) => paperLines(lines as Record<string, unknown>[], "x");

  it("passes over lines of other experiments and of older code", () => {
    expect(
      read({ experiment: "accuracy" }, line, { ...line, key: "old", version: 0, cpu: undefined }),
    ).toEqual([line]);
  });

  it("takes the last of two lines of one run, which may keep more", () => {
    expect(read(line, { ...line, spectra: [] })).toEqual([{ ...line, spectra: [] }]);
  });

  it.each([
    [{ testAccuracy: null }, "x: line 2: testAccuracy must be a number, got null"],
    [{ method: "svd" }, "x: line 2: method must be one of dense"],
    [{ cpuSeconds: null }, "x: line 2: cpuSeconds must be a number, got null"],
    [{ peakMemory: undefined }, "x: line 2: peakMemory must be a number, got undefined"],
    [{ cpu: 7 }, "x: line 2: cpu must be a word, got 7"],
    [{ protocol: "other" }, "x: line 2: needs a key and a protocol of accuracy, sparse, alternating"],
  ])("refuses a line with %j and says where", (change, message) => {
    expect(() => read(line, { ...line, ...change })).toThrow(message);
  });
});
