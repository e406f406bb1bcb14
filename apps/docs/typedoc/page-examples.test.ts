import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = mkdtempSync(join(tmpdir(), "reciprocal-examples-"));
const write = (path: string, ...blocks: string[]): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), blocks.join("\n\n"));
};
const block = (code: string, how = "ts") => `\`\`\`${how}\n${code}\n\`\`\``;
const imported = 'import { half as cut, type Cut } from "@reciprocal/halves";';

describe("pageExamples", () => {
  let examples: Map<string, { readonly code: string; readonly title: string; readonly link: string }>;
  beforeAll(async () => {
    const plain: string = "./page-examples.mjs"; // JavaScript, which has no types
    const { pageExamples } = (await import(plain)) as { pageExamples: (root: string) => typeof examples };
    write(
      "packages/halves/README.md",
      "# halves",
      "## How to `cut` it",
      block(`${imported}\ncut(1);\ncut(2);`),
    );
    write("apps/docs/pages/guide.md", "# Guide", block(`${imported}\ncut(3);`));
    write(
      "apps/docs/pages/more/short.md",
      "# Short",
      block(`${imported} cut(4);`, "ts no-run"),
      block(imported),
    );
    write("apps/docs/pages/api/halves.md", "# API", block(`${imported} cut(5);`));
    write(
      "packages/long/README.md",
      "# long",
      "## Twice",
      block(`import { Saw } from "@reciprocal/long";\nnew Saw();`),
      block(`import { saw } from "@reciprocal/long";\n${"\n".repeat(19)}saw();`),
    );
    examples = pageExamples(root);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it("finds the shortest block that runs and calls a function, under the name that it was imported by", () => {
    expect(examples.get("@reciprocal/halves half")).toMatchObject({
      code: `${imported}\ncut(3);`,
      title: "Guide",
      link: "/guide.md",
    });
  });

  it("finds what is built, with the section in which it stands", () => {
    expect(examples.get("@reciprocal/long Saw")).toMatchObject({
      title: "Twice",
      link: "/packages/long.md#twice",
    });
  });

  it("takes no block of more than 20 lines", () => {
    expect(examples.has("@reciprocal/long saw")).toBe(false);
  });
});
