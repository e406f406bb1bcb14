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
    const line = { method: "dense", width: 5, testAccuracy: 0.5, trainedParameters: 1, denseParameters: 1 };
    write("packages/network/README.md", "# network");
    write("apps/bench/README.md", "# bench");
    write(`${results}/README.md`, "# results");
    write(`${results}/accuracy-mnist/runs.jsonl`, JSON.stringify(line));
    write(`${results}/paper/report.md`, "# paper\n\n## What matched, and what did not\n");
    const sparse = { measurements: [], breakEvens: [] };
    write(`${results}/speed.json`, JSON.stringify({ measurements: [], sparse }));
    write(`${results}/predict.json`, JSON.stringify({ measurements: [], pauses: [], loads: [] }));
    write("apps/docs/pages/api/network.md", "");
    write("apps/docs/pages/results/gone.md", "");
    writePages(root, { pages, tables: join(root, "apps/docs/tables") });
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it("includes README and report, and names their paths", () => {
    expect(page("packages/network.md")).toBe(
      "---\nsource: packages/network/README.md\n---\n\n<!--@include: ../../../../packages/network/README.md-->\n" +
        "\nEvery name with its types: [API](/api/network.md).\n",
    );
    expect(page("packages/bench.md")).not.toContain("API");
    expect(page("results/paper.md")).toContain("<!--@include: ../../../bench/results/paper/report.md-->");
    expect(page("../tables/accuracy-mnist.md")).toContain("| 5 | 0.5000 (100 %) |");
  });

  it("writes the published settings, the rates of the sparse experiments among them", () => {
    expect(page("../tables/settings.md")).toContain("| optimizer | adamax | adam |");
    expect(page("../tables/learning-rates.md")).toContain("| sparse | s-qr | 0.005 | 0.001 | 0.003 |");
  });

  it("writes an excerpt of the report of the paper", () => {
    expect(page("../tables/paper.md")).toContain("## What matched");
  });

  it("deletes pages whose source is gone", () => {
    expect(existsSync(join(pages, "results/gone.md"))).toBe(false);
  });
});
