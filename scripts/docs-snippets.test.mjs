import { describe, expect, it } from "vitest";
import {
  extractExamples,
  extractSnippets,
  findLogs,
  instrument,
  keepsPromise,
  updateComments,
} from "./docs-snippets.mjs";

const code = [
  "console.log(1 + 1); // => 2",
  "const run = (text: string) => {",
  "  console.log(text);",
  "  // => a",
  "  // => b",
  "};",
  'run("a\\nb");',
  "console.log();",
].join("\n");

describe("extractSnippets", () => {
  it("finds ts blocks only, with the line on which their code begins", () => {
    const markdown = "# Title\n```sh\nls\n```\n```ts\nlet a = 1;\n```\ntext\n```ts\n```\n";
    expect(extractSnippets(markdown)).toEqual([
      { line: 6, runs: true, code: "let a = 1;" },
      { line: 10, runs: true, code: "" },
    ]);
  });

  it("finds blocks that are not to be run, and no other kind of block", () => {
    const markdown = "```ts no-run\nlet a = 1;\n```\n```ts norun\n```\n";
    expect(extractSnippets(markdown)).toEqual([{ line: 2, runs: false, code: "let a = 1;" }]);
  });

  it("refuses a block without an end", () => {
    expect(() => extractSnippets("\n```ts\nlet a = 1;\n")).toThrow("the ts block at line 2 has no end");
  });
});

describe("extractExamples", () => {
  const source = [
    "/**",
    " * Halves.",
    " *",
    " * @example",
    " * const a = 1;",
    " *",
    " * console.log(a); // => 1",
    " *",
    " * @throws {RangeError} never",
    " */",
    "  /**",
    "   * @example",
    "   * ```ts no-run",
    "   * await far();",
    "   * ```",
    "   */",
  ].join("\n");

  it("finds the examples of docstrings up to the next tag, with what stands before their lines", () => {
    expect(extractExamples(source)).toEqual([
      { line: 5, runs: true, code: "const a = 1;\n\nconsole.log(a); // => 1", before: " * " },
      { line: 14, runs: false, code: "await far();", before: "   * " },
    ]);
  });

  it("refuses text behind the fence of an example", () => {
    expect(() => extractExamples(source.replace("   * ```\n", "   * ```\n   * More.\n"))).toThrow(
      "the example at line 12 has text behind its fence, or no end",
    );
  });
});

describe("findLogs", () => {
  it("reads the promised output beside the call, below it, or none", () => {
    expect(
      findLogs(code).map(({ line, last, isInline, expected }) => [line, last, isInline, expected]),
    ).toEqual([
      [0, 0, true, ["2"]],
      [2, 4, false, ["a", "b"]],
      [7, 7, false, []],
    ]);
  });

  it("takes the line on which a call of several lines ends", () => {
    expect(findLogs("console.log(\n  1,\n); // => 1")).toMatchObject([{ line: 2, expected: ["1"] }]);
  });
});

describe("instrument", () => {
  it("numbers the logs and drops the types", () => {
    const program = instrument(code, "page.ts");
    expect(program).toContain('"page.ts"');
    expect(program).toContain("$docsLog(0)(1 + 1)");
    expect(program).toContain("$docsLog(1)(text)");
    expect(program).not.toContain(": string");
  });
});

describe("keepsPromise", () => {
  it.each([
    ["0.84", "0.84", true],
    ["0.84", "0.841", false],
    ["0.84 ", "0.84", true],
    ["≈ 0.84", "0.8599", true],
    ["≈ 0.84", "0.82", true],
    ["≈ 0.84", "0.87", false],
    ["≈ 84", "85.9", true],
    ["≈ 0.84", "NaN", false],
    ["≈ 0.01", "", false],
    ["≈ a", "≈ a", true],
  ])("of %s by %s: %s", (promise, line, kept) => {
    expect(keepsPromise(promise, line)).toBe(kept);
  });
});

describe("updateComments", () => {
  it("is the identity when what was printed is what was promised", () => {
    expect(updateComments(code, [["2"], ["a", "b"], []])).toBe(code);
  });

  it("keeps what is about right, and its digits where it is not", () => {
    const about = "log();\nconsole.log(a); // => ≈ 0.84";
    expect(updateComments(about, [["0.853"]])).toBe(about);
    expect(updateComments(about, [["0.913"]])).toBe("log();\nconsole.log(a); // => ≈ 0.91");
    expect(updateComments(about, [["none"]])).toBe("log();\nconsole.log(a); // => none");
  });

  it("replaces, adds and removes lines", () => {
    const updated = updateComments(code, [["3", "4"], ["c"], [""]]);
    expect(updated.split("\n")).toEqual([
      "console.log(1 + 1);",
      "// => 3",
      "// => 4",
      "const run = (text: string) => {",
      "  console.log(text);",
      "  // => c",
      "};",
      'run("a\\nb");',
      "console.log();",
      "// =>",
    ]);
  });
});
