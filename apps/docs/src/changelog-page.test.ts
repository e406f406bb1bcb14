import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changelogPage } from "./changelog-page.js";

describe("changelogPage", () => {
  let root: string;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "reciprocal-changelog-"));
    for (const name of ["a", "b"]) write(`packages/${name}/package.json`, "{}");
    write(".changeset/one.md", '---\n"@reciprocal/b": minor\n"@reciprocal/a": patch\n---\n\nMore.\n');
    write(".changeset/two.md", '---\n"@reciprocal/b": patch\n---\n\nLess.\n');
    write(".changeset/none.md", "---\n---\n\nNothing for users.\n");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("says what the first release will bring, by the package that a change is about", () => {
    expect(changelogPage(root)).toBe(
      "# Changelog\n\nNo version is published yet. The first one brings all of this.\n\n## Next release\n\n" +
        "::: details b: 2 changes\n\n- More. (Also a.)\n- Less.\n\n:::\n\n",
    );
  });

  it("shows the changelogs of packages, when there are some", () => {
    write("packages/a/CHANGELOG.md", "# @reciprocal/a\n\n## 1.0.0\n\n### Minor Changes\n\n- First.\n");
    expect(changelogPage(root)).toContain(
      "## Releases\n\n::: details a\n\n### 1.0.0\n\n#### Minor Changes\n\n- First.\n\n:::",
    );
  });
});
