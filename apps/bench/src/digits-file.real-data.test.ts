import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadDataset } from "@reciprocal/datasets";
import { createPlainPredictor, decodeNetwork } from "@reciprocal/network";
import { readRunLog } from "@reciprocal/sweeps";
import { describe, expect, it } from "vitest";
import {
  chosenLine,
  fileOf,
  mostBytes,
  type DigitReaderLine,
} from "./experiments/digit-reader/digit-reader-line.js";

const site = readFileSync(join(import.meta.dirname, "../../docs/pages/public/digits.rcp"));
const lines = readRunLog(join(import.meta.dirname, "../results/digit-reader/runs.jsonl"));
const chosen = chosenLine(lines as unknown as DigitReaderLine[])!;

describe("the digit reader of the site", () => {
  it("is the file of the committed run that was chosen", () => {
    expect(
      Buffer.from(fileOf(chosen)).equals(site),
      "cp runs/digit-reader/digits.rcp apps/docs/pages/public/",
    ).toBe(true);
    expect(site).toHaveLength(chosen.fileBytes);
    expect(site.length).toBeLessThanOrEqual(mostBytes);
  });

  const folder = process.env.RECIPROCAL_DATA;
  it.skipIf(!folder)(
    "has the recorded accuracy on MNIST in RECIPROCAL_DATA, in plain TypeScript (skipped where that is not set)",
    async () => {
      const { test } = await loadDataset("mnist", { dataDir: folder! });
      const predictor = createPlainPredictor(decodeNetwork(site));
      const outputs = predictor.predict(test.inputs);
      const answers = Array.from({ length: test.count }, (_, i) => {
        const scores = outputs.subarray(10 * i, 10 * i + 10);
        return scores.indexOf(Math.max(...scores));
      });
      const right = answers.filter((answer, i) => answer === test.labels[i]).length;
      // one rounding of each weight may turn a tie
      expect(Math.abs(right / test.count - chosen.testAccuracy)).toBeLessThanOrEqual(2 / test.count);
    },
  );
});
