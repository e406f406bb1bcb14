import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writePages } from "./write-pages.js";

const root = mkdtempSync(join(tmpdir(), "reciprocal-pages-"));
const pages = join(root, "apps/docs/pages");
const results = "apps/bench/results";
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const page = (path: string): string => readFileSync(join(pages, path), "utf8");

describe("writePages", () => {
  beforeAll(() => {
    write(".changeset/first.md", '---\n"@reciprocal/network": minor\n---\n\nNetworks.\n');
    write("packages/network/README.md", "# network");
    write("apps/bench/README.md", "# bench");
    write(`${results}/README.md`, "# results");
    write(`${results}/paper/report.md`, "# paper");
    write("apps/docs/pages/api/network.md", "");
    write("apps/docs/pages/results/gone.md", "");
    writePages(root, pages);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it("includes README and report, and names their paths", () => {
    expect(page("packages/network.md")).toBe(
      "---\nsource: packages/network/README.md\n---\n\n<!--@include: ../../../../packages/network/README.md-->\n" +
        "\nEvery name with its types: [API](/api/network.md).\n",
    );
    expect(page("packages/bench.md")).not.toContain("API");
    expect(page("results/paper.md")).toContain("<!--@include: ../../../bench/results/paper/report.md-->");
  });

  it("writes what the next release changes", () => {
    expect(page("changelog.md")).toContain("Networks.");
  });

  it("deletes pages whose source is gone", () => {
    expect(existsSync(join(pages, "results/gone.md"))).toBe(false);
  });
});
