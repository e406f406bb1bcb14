import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { launchChromium, runsBrowserTests } from "@reciprocal/browser-testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const docs = join(import.meta.dirname, "..");
const vitepress = dirname(createRequire(import.meta.url).resolve("vitepress/package.json"));
const deadline = 120_000;

describe.skipIf(!runsBrowserTests())(
  "docs:dev (skipped without a Chromium on PATH or in CHROMIUM_PATH)",
  { timeout: deadline },
  () => {
    let server: ChildProcess;
    let address: string;
    beforeAll(async () => {
      rmSync(join(docs, "dist/cache"), { recursive: true, force: true }); // as at its first start
      const args = [join(vitepress, "bin/vitepress.js"), "dev", "--port", "0"];
      server = spawn(process.execPath, args, {
        cwd: docs,
        env: { ...process.env, NO_COLOR: "1" },
        stdio: ["ignore", "pipe", "inherit"],
      });
      for await (const line of createInterface({ input: server.stdout! })) {
        address = /Local:\s+(\S+)/.exec(line)?.[1] ?? "";
        if (address) break;
      }
      server.stdout!.resume();
    }, deadline);
    afterAll(async () => {
      if (server.exitCode !== null) return;
      server.kill();
      await once(server, "exit");
    });

    it("serves the playground, which trains without a reload of the page", async () => {
      const browser = await launchChromium();
      const page = await browser.newPage();
      const errors: Error[] = [];
      page.on("pageerror", (error) => errors.push(error));
      await page.goto(`${address}playground/index.html?width=100`);
      let loads = 0;
      page.on("load", () => loads++);
      await page.getByRole("button", { name: "Train" }).click();
      await page.locator("[data-side=dense] .accuracy").waitFor({ timeout: deadline });
      expect(loads).toBe(0);
      expect(errors).toEqual([]);
      await browser.close();
    });
  },
);
