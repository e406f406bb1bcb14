import { describe, expect, it } from "vitest";
import { accuracyLines } from "./accuracy-line.js";
import { exampleLine } from "./example-line.test-data.js";

describe("accuracyLines", () => {
  const line = { ...exampleLine({}) };

  it("leaves the lines of other experiments aside and takes each key once", () => {
    const other = { experiment: "speed", seconds: 1 };
    expect(accuracyLines([other, line, { ...line, testAccuracy: 0.1 }])).toEqual([line]);
  });

  it.each([
    [{ testAccuracy: null }, "line 2: testAccuracy must be a number, got null"],
    [{ seconds: "3" }, 'line 2: seconds must be a number, got "3"'],
    [{ method: undefined }, "line 2: method must be a word, got undefined"],
    [{ settings: null }, "line 2: settings must be an object, got null"],
  ])("refuses %j", (wrong, message) => {
    expect(() => accuracyLines([line, { ...line, ...wrong }])).toThrow(message);
  });
});
