import { describe, expect, it } from "vitest";
import { percent, words } from "./words.js";

describe("words", () => {
  it("separates the words of a name", () => {
    expect(words("hiddenActivation")).toBe("hidden activation");
  });
});

describe("percent", () => {
  it("does not show the rounding of fractions", () => {
    expect([0.07, 0.29, 1 - 0.95, 0.5].map(percent)).toEqual(["7 %", "29 %", "5 %", "50 %"]);
  });
});
