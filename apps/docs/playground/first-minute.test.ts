import { runsBrowserTests } from "@reciprocal/browser-testing";
import { describe, expect, it } from "vitest";
import { measureFirstMinute } from "../src/testing/first-minute.js";
import { atRoot } from "../src/testing/open-site.js";

const title = "the first minute on the playground (skipped without a Chromium on PATH or in CHROMIUM_PATH)";
const milliseconds = (value: number): string => `${Math.round(value).toLocaleString("en")} ms`;

describe.skipIf(!runsBrowserTests())(title, () => {
  it("answers the first drawing with few bytes", { timeout: 120_000 }, async () => {
    const { bytes, requests } = await measureFirstMinute(atRoot);
    expect(bytes).toBeLessThan(240_000); // VitePress also asks for what is loaded on demand
    expect(requests).toBeLessThan(20);
  });

  // of this machine at this moment, so nothing depends on them
  it.runIf(process.env["RECIPROCAL_FIRST_MINUTE"] === "measure")(
    "prints its times on slow 4G, with a processor four times as slow",
    { timeout: 240_000 },
    async () => {
      const found = await measureFirstMinute(atRoot, { slow: true });
      console.log(
        [
          "Slow 4G (1.6 Mbit/s, 150 ms), processor four times as slow, empty cache:",
          `first paint:              ${milliseconds(found.firstPaint)}`,
          `ready to answer:          ${milliseconds(found.ready)}`,
          `first answer:             ${milliseconds(found.firstAnswer)}`,
          `bytes until then:         ${found.bytes.toLocaleString("en")} in ${found.requests} requests`,
          `link opened:              ${milliseconds(found.link)}`,
          `link opened, been before: ${milliseconds(found.linkAgain)}`,
        ].join("\n"),
      );
    },
  );
});
