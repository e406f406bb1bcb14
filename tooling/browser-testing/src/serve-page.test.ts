import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { servePage } from "./serve-page.js";

const folder = mkdtempSync(join(tmpdir(), "reciprocal-page-"));
beforeAll(() => {
  writeFileSync(join(folder, "index.html"), "a page");
  writeFileSync(join(folder, "numbers.wasm"), "wasm");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("servePage", () => {
  it.each([
    [false, null, null],
    [true, "same-origin", "require-corp"],
  ])("serves a folder, cross-origin isolated: %s", async (isolated, opener, embedder) => {
    const { url, close } = await servePage(folder, { isolated });
    const page = await fetch(url);
    expect(await page.text()).toBe("a page");
    expect(page.headers.get("Cross-Origin-Opener-Policy")).toBe(opener);
    expect(page.headers.get("Cross-Origin-Embedder-Policy")).toBe(embedder);
    expect((await fetch(`${url}numbers.wasm`)).headers.get("Content-Type")).toBe("application/wasm");
    expect((await fetch(`${url}missing.js`)).status).toBe(404);
    await close();
    await expect(fetch(url)).rejects.toThrow();
  });

  it("sends a policy, and the page where a file is missing", async () => {
    const contentSecurityPolicy = "script-src 'self'";
    const { url, close } = await servePage(folder, { contentSecurityPolicy, answersWithPage: true });
    const missing = await fetch(`${url}missing.wasm`);
    expect(missing.headers.get("Content-Security-Policy")).toBe(contentSecurityPolicy);
    expect(missing.headers.get("Content-Type")).toMatch("text/html");
    expect(await missing.text()).toBe("a page");
    await close();
  });

  it("sends texts compressed where it shall, and other files as they are", async () => {
    const { url, close } = await servePage(folder, { compressed: true });
    for (const path of ["", "index.html"]) {
      const page = await fetch(url + path);
      expect(page.headers.get("Content-Encoding")).toBe("gzip");
      expect(page.headers.get("Content-Type")).toBe("text/html;charset=utf-8");
      expect(await page.text()).toBe("a page");
    }
    expect((await fetch(`${url}numbers.wasm`)).headers.get("Content-Encoding")).toBe(null);
    expect((await fetch(`${url}missing.js`)).status).toBe(404);
    await close();
  });
});
