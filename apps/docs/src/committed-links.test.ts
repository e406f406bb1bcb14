import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createMarkdownRenderer, type MarkdownRenderer } from "vitepress";
import { beforeAll, describe, expect, it } from "vitest";
import { committedLinkProblems } from "./committed-links.js";

const root = resolve(import.meta.dirname, "../../..");

describe("committedLinkProblems", () => {
  let markdown: MarkdownRenderer;
  beforeAll(async () => {
    markdown = await createMarkdownRenderer(root);
  });
  const problemsOf = (text: string): string[] =>
    committedLinkProblems(markdown, [
      { path: "docs/a.md", text },
      { path: "packages/b/README.md", text: "# B\n\n## The `x.y` of it, now\n\n## Twice\n\n## Twice\n" },
      { path: "docs/c.svg" },
    ]);

  it.each([
    "[a](../packages/b/README.md)",
    "[a](../packages/b/README.md#the-xy-of-it-now)",
    "[a](../packages/b#twice-1)",
    "[a](../packages/)",
    "[a](..)",
    "# Here\n\n[a](#here)",
    "![a](c.svg)",
    "[a](https://example.org/none)",
    "`[a](none.md)`",
    "```md\n[a](none.md)\n```",
  ])("finds nothing wrong with %j", (text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    ["[a](none.md)", "no such file"],
    ["| a |\n| - |\n| [a](none.md) |", "no such file"],
    ["![a](none.md)", "no such file"],
    ["[a](../packages/b/README.md#thrice)", "no such anchor"],
    ["[a](#here)", "no such anchor"],
    ["[a](c.svg#here)", "no such anchor"],
    ["[a](/docs/c.svg)", "needs a path from its file, since a code host has another top"],
  ])("says what is wrong with %j", (text, problem) => {
    const target = /\]\((.*?)\)/.exec(text)![1]!;
    expect(problemsOf(text)).toEqual([`docs/a.md: ${target}: ${problem}`]);
  });

  it("finds nothing wrong in this repository", () => {
    const paths = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
    const files = paths.map((path) =>
      path.endsWith(".md") ? { path, text: readFileSync(join(root, path), "utf8") } : { path },
    );
    expect(files.filter(({ text }) => text?.includes("](")).length).toBeGreaterThan(20);
    expect(committedLinkProblems(markdown, files)).toEqual([]);
  });
});
