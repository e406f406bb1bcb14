import { describe, expect, it } from "vitest";
import { accuracyLines } from "./accuracy-line.js";
import { exampleLine } from "./example-line.test-data.js";

describe("accuracyLines", () => {
  const line = { ...exampleLine({}) };

  it("leaves the lines of other experiments aside and takes each key once", () => {
    const other = { experiment: "speed", seconds: 1 };
    expect(accuracyLines([other, line, { ...line, testAccuracy: 0.1 }], "x")).toEqual([line]);
  });

  it("gives a line without a key the key of its run", () => {
    const { key, ...keyless } = line;
    expect(accuracyLines([keyless], "x")).toEqual([{ ...keyless, key }]);
  });

  it.each([
    [{ testAccuracy: null }, "line 2: testAccuracy must be a number, got null"],
    [{ seconds: "3" }, 'line 2: seconds must be a number, got "3"'],
    [
      { method: undefined },
      "line 2: method must be one of dense, spectral, s-svd, s-qr, spectral-one, got undefined",
    ],
    [
      { method: "s-lu" },
      'line 2: method must be one of dense, spectral, s-svd, s-qr, spectral-one, got "s-lu"',
    ],
    [{ dataset: "svhn" }, 'line 2: dataset must be one of digits, mnist, fashion-mnist, cifar10, got "svhn"'],
    [{ engine: 1 }, "line 2: engine must be a word, got 1"],
    [
      { settings: { ...line.settings, earlyStopping: undefined } },
      "line 2: settings must have earlyStopping",
    ],
    [{ settings: null }, "line 2: settings must be an object, got null"],
  ])("refuses %j", (wrong, message) => {
    expect(() => accuracyLines([line, { ...line, ...wrong }], "x")).toThrow(`x: ${message}`);
  });
});
