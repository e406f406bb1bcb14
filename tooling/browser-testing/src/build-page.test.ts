import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPage } from "./build-page.js";

const sources = mkdtempSync(join(tmpdir(), "reciprocal-sources-"));
const entry = join(sources, "entry.ts");
const asset = join(sources, "numbers.wasm");
beforeAll(() => {
  writeFileSync(join(sources, "part.ts"), "export const answer: number = 6 * 7;");
  writeFileSync(entry, 'import { answer } from "./part.js";\nObject.assign(globalThis, { answer });');
  writeFileSync(asset, "wasm");
});
afterAll(() => rmSync(sources, { recursive: true }));

describe("buildPage", () => {
  it("bundles and minifies a module, with its assets beside a page that runs it", async () => {
    const { folder, remove } = await buildPage(entry, { assets: [asset] });
    const read = (file: string) => readFileSync(join(folder, file), "utf8").trim();
    expect(readdirSync(folder).sort()).toEqual(["index.html", "numbers.wasm", "page.js"]);
    expect(read("page.js")).toBe("Object.assign(globalThis,{answer:42});");
    expect(read("index.html")).toContain('src="page.js"');
    expect(read("numbers.wasm")).toBe("wasm");
    remove();
    expect(existsSync(folder)).toBe(false);
  });

  it("leaves the code readable where it shall not minify", async () => {
    const { folder, remove } = await buildPage(entry, { minify: false });
    expect(readFileSync(join(folder, "page.js"), "utf8")).toContain(
      "Object.assign(globalThis, { answer: 42 });",
    );
    remove();
  });

  it("fails for a module that is not there", async () => {
    await expect(buildPage(join(sources, "missing.ts"))).rejects.toThrow("missing.ts");
  });
});
