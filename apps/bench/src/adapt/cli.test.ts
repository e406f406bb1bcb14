import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// the built program, as a user runs it: worker processes cannot be started from sources
const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

let folder: string;
beforeAll(() => {
  if (!existsSync(cli)) throw new Error(`${cli} is missing: build first (pnpm build)`);
  folder = mkdtempSync(join(tmpdir(), "bench-adapt-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("reciprocal-bench adapt", () => {
  it("writes lines, report, figures and tables, and repeats nothing", () => {
    const tiny = [
      "--quick",
      "--train-samples",
      "200",
      "--test-samples",
      "100",
      "--epochs",
      "1",
      "--width",
      "8",
    ];
    const adapt = (...more: string[]) => {
      const args = [cli, "adapt", ...tiny, "--rates", "0.015", "--out", "out", ...more];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
      return { status, stdout, stderr };
    };
    const first = adapt("--json");
    expect(first.stderr).toContain("1 run; 1 at a time");
    expect(first.status).toBe(0);
    const { report, markdown, figures, tables, summary, findings } = JSON.parse(first.stdout) as Record<
      string,
      string & string[]
    >;
    expect([summary!.length, findings!.length]).toEqual([6, 4]);
    for (const path of [report!, markdown!, ...figures!, ...tables!]) expect(existsSync(path)).toBe(true);
    expect(readFileSync(markdown!, "utf8")).toContain("in 1 of 1 runs"); // the only rate is at the end
    const again = adapt();
    expect(again.stderr).toContain("1 run, already there");
    expect(again.stdout).toContain("| rotated | eigenvalues | 1 |");
  });
});
