import { describe, expect, it } from "vitest";
import { checkArguments, listOf, oneOf, wholeNumber } from "./option-values.js";
import { UsageError } from "./usage-error.js";

describe("oneOf", () => {
  it("says what was allowed", () => {
    expect(oneOf("--method", "dense", ["dense", "s-qr"])).toBe("dense");
    expect(() => oneOf("--method", "sqr", ["dense", "spectral", "s-qr"])).toThrow(
      new UsageError('--method must be dense, spectral or s-qr, got "sqr"'),
    );
  });
});

describe("wholeNumber", () => {
  it("takes digits within the bounds and nothing else", () => {
    expect(wholeNumber("--jobs", "12", { minimum: 1 })).toBe(12);
    for (const text of ["", "0", "-3", "1.5", "1e3", "0x10", " 7", "NaN", "Infinity", "9".repeat(30)]) {
      expect(() => wholeNumber("--jobs", text, { minimum: 1 }), text).toThrow(UsageError);
    }
    expect(() => wholeNumber("--jobs", "", { minimum: 1, maximum: 9 })).toThrow(
      new UsageError("--jobs must be a whole number from 1 to 9, got nothing"),
    );
  });
});

describe("listOf", () => {
  it("reads each item once, in order, whatever the spaces", () => {
    expect(listOf("2, 1,2", Number)).toEqual([2, 1]);
  });

  it("hands an empty item to the reader, which refuses it", () => {
    expect(() => listOf("1,,2", (item) => wholeNumber("--seeds", item, { minimum: 0 }))).toThrow(UsageError);
  });
});

describe("checkArguments", () => {
  const definitions = { out: { type: "string" }, json: { type: "boolean" } };

  it("accepts defined options with their values", () => {
    expect(() => checkArguments({ _: [], out: "a", json: true }, definitions)).not.toThrow();
  });

  it.each([
    [{ _: [], wat: "x" }, "unknown option --wat; allowed are --out, --json"],
    [{ _: ["more"], out: "a" }, 'unexpected word "more"; allowed are --out, --json'],
    [{ _: [], out: ["a", "b"] }, "--out is given more than once"],
    [{ _: [], out: "" }, '--out needs a value that does not begin with "-"'],
    [{ _: [], 1: true, out: "" }, '--out needs a value that does not begin with "-"'],
    [{ _: [], out: false }, '--out needs a value that does not begin with "-"'],
  ])("refuses %j", (args, message) => {
    expect(() => checkArguments(args, definitions)).toThrow(new UsageError(message));
  });
});
