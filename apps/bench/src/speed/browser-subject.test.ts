import { runsBrowserTests } from "@reciprocal/browser-testing";
import { loadEngine } from "@reciprocal/training";
import { describe, expect, it } from "vitest";
import { openSpeedPage } from "./browser-subject.js";
import { checkEqual } from "./check-equal.js";
import { reciprocalSubject } from "./reciprocal-subject.js";
import { makeSpeedData } from "./speed-data.js";
import { speedNetwork } from "./speed-network.js";

describe.skipIf(!runsBrowserTests())("openSpeedPage (skipped without a Chromium)", () => {
  it("trains the same network on the same batches as Node, each subject on its own", async () => {
    const [sizes, learningRate] = [[12, 8, 3], 0.01];
    const options = { rows: 100, classes: 3, batchSize: 20, seed: 4 };
    const data = makeSpeedData(12, options);
    const page = await openSpeedPage();
    try {
      const engine = await loadEngine();
      const subjects = (["dense", "spectral"] as const).flatMap((method) => [
        reciprocalSubject(speedNetwork(sizes, method, 4), data, { method, learningRate, engine }),
        page.subject({ sizes, method, data: options, seed: 4, learningRate }),
      ]);
      const losses = await checkEqual(subjects, data.batches, { tolerance: 1e-5 });
      expect([...losses.values()].every((own) => own.length === data.batches.length)).toBe(true);
      expect(page.chromium).toMatch(/^\d+\./);
      for (const subject of subjects) await subject.dispose();
    } finally {
      await page.close();
    }
  });
});
