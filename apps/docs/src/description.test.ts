import { describe, expect, it } from "vitest";
import { describePage } from "./description.js";

describe("describePage", () => {
  it("takes the first sentences, without marks", () => {
    const page =
      "---\nsource: a.md\n---\n\n# Title\n\n<!-- x -->\n\n```sh\nA command.\n```\n\n`fit` [trains](fit.md) it\nby $x$. " +
      "It is **fast**:\n\n- not this";
    expect(describePage(page)).toBe("fit trains it by x. It is fast.");
  });

  it("stops before it is too long, but not within a sentence", () => {
    const long = `One ${"word ".repeat(60).trim()}.`;
    expect(describePage(`# Title\n\n${long} Two.`)).toBe(long);
    expect(describePage(`# Title\n\nOne. ${long}`)).toBe("One.");
  });

  it("is silent on a page of headings and tables only", () => {
    expect(describePage("# Title\n\n| a |\n| - |\n| 1 |\n")).toBeUndefined();
  });
});
