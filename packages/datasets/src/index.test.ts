import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as datasets from "./index.js";

describe("@reciprocal/datasets", () => {
  it("exports these names and no others", () => {
    expect(Object.keys(datasets).sort()).toMatchInlineSnapshot(`
      [
        "DatasetFormatError",
        "DatasetUnavailableError",
        "batches",
        "datasetFromCsv",
        "datasetFromIdx",
        "digits",
        "generateDigits",
        "loadDataset",
        "readCifar10",
        "readIdx",
        "readImageFolder",
        "regressionFromCsv",
        "shuffleDataset",
        "splitDataset",
        "standardize",
        "takeSamples",
      ]
    `);
  });

  it("imports no module of Node, so that bundlers for browsers take it", () => {
    const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
    );
    expect(sources).toContain(join("internal", "part-file.ts"));
    for (const file of sources) {
      expect(readFileSync(join(import.meta.dirname, file), "utf8"), file).not.toMatch(
        /^import (?!type).*"node:/m,
      );
    }
  });
});
