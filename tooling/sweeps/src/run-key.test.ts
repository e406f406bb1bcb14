import { describe, expect, it } from "vitest";
import { runKey } from "./run-key.js";

describe("runKey", () => {
  it("does not depend on the order of fields, at any depth", () => {
    expect(runKey({ a: 1, b: { c: [1, 2], d: null } })).toBe(runKey({ b: { d: null, c: [1, 2] }, a: 1 }));
  });

  it("depends on every value and on the order of a list", () => {
    const keys = [
      { a: 1 },
      { a: 2 },
      { a: "1" },
      { b: 1 },
      { a: [1, 2] },
      { a: [2, 1] },
      { a: null },
      {},
    ].map(runKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("stays the same from version to version, or finished runs would be repeated", () => {
    // printf '{"a":1,"b":[true,null]}' | sha256sum | cut -c1-16
    expect(runKey({ b: [true, null], a: 1 })).toBe("1cc69c7fa23616ca");
  });
});
