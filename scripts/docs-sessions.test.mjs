import { describe, expect, it } from "vitest";
import { extractSessions, keepsOutput, sessionLines } from "./docs-sessions.mjs";

describe("extractSessions", () => {
  it("finds commands and what they print, with their lines", () => {
    const markdown = "text\n```console\n$ a b\none\n\ntwo\n$ c\n```\n```sh\n$ d\n```\n";
    expect(extractSessions(markdown)).toEqual([
      {
        line: 3,
        commands: [
          { line: 3, command: "a b", expected: ["one", "", "two"] },
          { line: 7, command: "c", expected: [] },
        ],
      },
    ]);
  });

  it("refuses a block without a command or an end", () => {
    expect(() => extractSessions("```console\na\n```")).toThrow(
      'line 2: a console block must begin with "$ ", got "a"',
    );
    expect(() => extractSessions("```console\n$ a\n")).toThrow("the console block at line 1 has no end");
  });
});

describe("keepsOutput", () => {
  it.each([
    [["a", "b"], ["a", "b"], true],
    [["a", "b"], ["a"], false],
    [["a"], ["a", "b"], false],
    [["a", "…"], ["a"], true],
    [["…", "c"], ["a", "b", "c"], true],
    [["…", "c"], ["a", "c", "b"], false],
    [["a", "…", "c", "…"], ["a", "b", "b", "c", "d"], true],
    [["≈ 0.84"], ["0.85"], true],
    [[], [], true],
    [[], ["a"], false],
  ])("of %j by %j: %s", (promised, printed, kept) => {
    expect(keepsOutput(promised, printed)).toBe(kept);
  });
});

describe("sessionLines", () => {
  it("keeps what holds and writes what was printed in place of the rest", () => {
    const commands = [
      { command: "a", expected: ["one", "…"] },
      { command: "b", expected: ["old"] },
    ];
    expect(
      sessionLines(commands, [
        ["one", "two"],
        ["new", ""],
      ]),
    ).toEqual(["$ a", "one", "…", "$ b", "new", ""]);
  });
});
