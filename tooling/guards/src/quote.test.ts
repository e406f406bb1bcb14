import { describe, expect, it } from "vitest";
import { cutMessage, enumerate, printable, quote, show, showList } from "./index.js";

const hostile = "a\u001b[2J\u009b1m\u202eb\u2028c\ud800\u200b\u007f\n";
const escapedHostile = String.raw`a\u001b[2J\u009b1m\u202eb\u2028c\ud800\u200b\u007f`;

describe("quote", () => {
  it("escapes what a terminal obeys or does not show", () => {
    expect(quote(hostile)).toBe(`"${escapedHostile}\\n"`);
    expect(quote('say "yes" \\')).toBe(String.raw`"say \"yes\" \\"`);
  });

  it("leaves letters of all languages and pictures as they are", () => {
    expect(quote("café 重さ 😀")).toBe('"café 重さ 😀"');
  });

  it("cuts, and no pair of characters in two", () => {
    expect(quote("x".repeat(81))).toBe(`"${"x".repeat(80)}…"`);
    expect(quote("😀".repeat(50), 5)).toBe('"😀😀…"');
  });
});

describe("printable", () => {
  it("escapes and cuts, without quotes", () => {
    expect(printable(hostile)).toBe(`${escapedHostile}\\u000a`);
    expect(printable("x".repeat(1e6), 10)).toBe(`${"x".repeat(10)}…`);
  });
});

describe("showList", () => {
  it("shows ten items, and how many more there are", () => {
    expect(showList([3, "n"])).toBe("[3, n]");
    expect(showList(Array<number>(12).fill(1))).toBe(`[${"1, ".repeat(10)}… (2 more)]`);
  });
});

describe("enumerate", () => {
  it("shows the first and counts the others", () => {
    expect(enumerate(["a", "b"])).toBe('"a", "b"');
    expect(enumerate([1, 2, 3, 4], String, 2)).toBe("1, 2, … (2 more)");
    expect(enumerate(Array<string>(1e5).fill("x".repeat(1e4))).length).toBeLessThan(1500);
  });
});

describe("cutMessage", () => {
  it("leaves short messages, with their lines", () => {
    expect(cutMessage("a: b\n\tc")).toBe("a: b\n\tc");
  });

  it("keeps beginning and end of long ones below 2,000 characters, whatever is in them", () => {
    for (const middle of ["x", "\u001b", "😀", "\ud800", "\u{e0001}"]) {
      const message = cutMessage(`where: ${middle.repeat(1e6)} was too long`);
      expect(message.length).toBeLessThan(2000);
      expect(message).toMatch(/^where: .* was too long$/);
    }
    expect(cutMessage(hostile)).toBe(`${escapedHostile}\n`);
  });
});

describe("show", () => {
  it("is short and printable, whatever the value", () => {
    const long = "\u001b".repeat(1e5);
    const named = Object.defineProperty(() => {}, "name", { value: long });
    for (const value of [long, { [long]: 1, [`${long}2`]: 2 }, named, 10n ** 5000n, Symbol(long)]) {
      expect(show(value).length).toBeLessThan(1500);
      expect(show(value)).not.toMatch(/\p{C}/u);
    }
    const { [long]: Class } = { [long]: class {} };
    expect(show(new Class!()).length).toBeLessThan(1500);
  });
});
