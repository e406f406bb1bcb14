import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, runsBrowserTests } from "./find-chromium.js";

const folder = mkdtempSync(join(tmpdir(), "reciprocal-chromium-"));
const browser = join(folder, "google-chrome");
const notRunnable = join(folder, "chromium");
beforeAll(() => {
  writeFileSync(browser, "");
  chmodSync(browser, 0o755);
  writeFileSync(notRunnable, "", { mode: 0o644 });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("findChromium", () => {
  it("takes the first usual name on PATH that can be run", () => {
    expect(findChromium({ PATH: ["/nowhere", folder].join(delimiter) })).toBe(browser);
  });

  it("prefers CHROMIUM_PATH, and refuses one that cannot be run", () => {
    expect(findChromium({ CHROMIUM_PATH: browser, PATH: "" })).toBe(browser);
    expect(() => findChromium({ CHROMIUM_PATH: notRunnable, PATH: folder })).toThrow(
      `findChromium: CHROMIUM_PATH must name a program, got ${notRunnable}`,
    );
  });

  it.skipIf(process.platform === "darwin")("finds nothing where there is nothing", () => {
    expect(findChromium({ PATH: "/nowhere" })).toBeUndefined();
    expect(findChromium({})).toBeUndefined();
  });
});

describe("runsBrowserTests", () => {
  it.skipIf(process.platform === "darwin")("skips without a Chromium, unless the tests are required", () => {
    expect(runsBrowserTests({ PATH: "/nowhere" })).toBe(false);
    expect(runsBrowserTests({ PATH: "/nowhere", RECIPROCAL_BROWSER_TESTS: "required" })).toBe(true);
    expect(runsBrowserTests({ PATH: folder })).toBe(true);
  });
});
