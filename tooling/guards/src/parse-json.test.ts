import { describe, expect, it } from "vitest";
import { parseJson } from "./index.js";

describe("parseJson", () => {
  it.each([
    '{"a":{"a":1,"b":[{"a":2},{"a":3}]},"b":"a: {\\"a\\":1, \\"a\\":2}"}',
    '{"__proto__":{"x":1},"constructor":2,"":3,"\\u0061":4,"\\\\":5}',
    '  [ 1 , -0.5e3, true, null, "\\"" , "\\\\" ]\n',
    '"{{{{"',
    "7",
  ])("gives what JSON.parse gives: %s", (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
    expect(Object.keys(parseJson(text) as object)).toEqual(Object.keys(JSON.parse(text) as object));
  });

  it("keeps __proto__ as a name, and changes no prototype", () => {
    const value = parseJson('{"__proto__":{"polluted":1}}') as object;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect("polluted" in value).toBe(false);
  });

  it.each([
    ['{"a":1,"a":2}', '"a"'],
    ['{"a":1,"b":{},"\\u0061":2}', '"a"'],
    ['[{"x":[{"y":1, "y" : 1}]}]', '"y"'],
    ['{"__proto__":1,"__proto__":2}', '"__proto__"'],
  ])("refuses a name that stands twice in an object: %s", (text, name) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
    expect(() => parseJson(text)).toThrow(`every name must stand in its object once, got ${name} twice`);
  });

  it.each(["", "{", '{"a"', '{"a\\', "{a:1}", '["\\q":1]', "]", "}:", ":", '{"a":1}}', "[1,]", '"\\'])(
    "refuses what is not JSON: %s",
    (text) => {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    },
  );

  it("refuses what is too deep before it is parsed", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(parseJson(nested(64))).toEqual(JSON.parse(nested(64)));
    expect(() => parseJson(nested(65))).toThrow("lists and objects must be at most 64 deep, got more");
    expect(() => parseJson(nested(3), { deepest: 2 })).toThrow("at most 2 deep");
    expect(() => parseJson(nested(1_000_000))).toThrow("at most 64 deep");
    expect(() => parseJson('{"a":'.repeat(100))).toThrow("at most 64 deep");
  });
});
