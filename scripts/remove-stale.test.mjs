import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { removeStale } from "./remove-stale.mjs";

const folder = mkdtempSync(join(tmpdir(), "reciprocal-stale-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(...paths) {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "");
  }
}

describe("removeStale", () => {
  it("keeps what a source stands beside, and deletes everything else", () => {
    write("src/a.ts", "src/inner/b.ts", "README.md");
    const kept = ["dist/a.js", "dist/a.d.ts", "dist/inner/b.js"];
    const stale = ["dist/a.js.map", "dist/a.d.ts.map", "dist/b.js", "dist/inner/a.d.ts", "dist/README.md"];
    write(...kept, ...stale);
    removeStale(folder);
    expect(kept.filter((path) => existsSync(join(folder, path)))).toEqual(kept);
    expect(stale.filter((path) => existsSync(join(folder, path)))).toEqual([]);
  });

  it("does nothing where nothing is built", () => {
    write("src/a.ts");
    removeStale(folder);
    expect(existsSync(join(folder, "src/a.ts"))).toBe(true);
  });
});
