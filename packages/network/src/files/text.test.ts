import { describe, expect, it } from "vitest";
import { everyKind } from "../testing/every-kind.js";
import { encodeNetwork } from "./compact.js";
import { FileFormatError } from "./error.js";
import { networkFromText, networkToText } from "./text.js";

const text = networkToText(everyKind);

describe("networkToText", () => {
  it("gives the bytes of the file in base64url without padding", () => {
    expect(text).toBe(Buffer.from(encodeNetwork(everyKind)).toString("base64url"));
    expect(text.slice(0, 6)).toBe("UkNQTg");
  });

  it("passes its options on", () => {
    const half = encodeNetwork(everyKind, { spectra: "float16" });
    expect(networkToText(everyKind, { spectra: "float16" })).toBe(Buffer.from(half).toString("base64url"));
  });
});

describe("networkFromText", () => {
  it("refuses every text in which a character is another", () => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (let at = 0; at < text.length; at++) {
      const other = letters[(letters.indexOf(text[at]!) + 1 + (at % 63)) % 64]!;
      expect(() => networkFromText(text.slice(0, at) + other + text.slice(at + 1))).toThrow(FileFormatError);
    }
  });

  it("gives the network back", () => {
    expect(networkFromText(text)).toEqual(everyKind);
    expect(networkFromText(text, { verify: false })).toEqual(everyKind);
    expect(() => networkFromText(text, { maxEntries: 11 })).toThrow(FileFormatError);
  });

  it.each(["+", "/", "=", " ", "\n", "é"])("refuses the character %j, and says where it is", (character) => {
    const bad = `${text.slice(0, 5)}${character}${text.slice(6)}`;
    expect(() => networkFromText(bad)).toThrow(
      new FileFormatError(
        `networkFromText: text must be letters, digits, - and _, got ${JSON.stringify(character)} at index 5`,
      ),
    );
  });

  it("says what was given in place of the text", () => {
    expect(() => networkFromText("<!doctype html><html>")).toThrow(
      /got "<" at index 0; it looks like a web page/,
    );
  });

  it("refuses a text that was cut anywhere", () => {
    for (let length = 0; length < text.length; length++) {
      expect(() => networkFromText(text.slice(0, length))).toThrow(FileFormatError);
    }
  });

  it("takes nothing but text", () => {
    expect(() => networkFromText(undefined as unknown as string)).toThrow(
      new TypeError("networkFromText: text must be a string, got undefined"),
    );
  });
});
