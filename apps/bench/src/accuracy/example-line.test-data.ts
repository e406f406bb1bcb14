import { exampleResult } from "../train/example-result.test-data.js";
import type { DatasetName, Method } from "../published-settings.js";
import type { AccuracyLine } from "./accuracy-line.js";
import { accuracyRuns } from "./run-list.js";

/** A finished line with made-up results, for tests of what is computed from lines. */
export function exampleLine({
  method = "dense",
  width = 50,
  seed = 0,
  testAccuracy = 0.9,
  hiddenLayers = 1,
  dataset = "mnist",
  epochs = 90,
  trainedParameters = 100,
}: {
  method?: Method;
  width?: number;
  seed?: number;
  testAccuracy?: number;
  hiddenLayers?: number;
  dataset?: DatasetName;
  epochs?: number;
  trainedParameters?: number;
}): AccuracyLine {
  const changes = { epochs };
  const [run] = accuracyRuns({
    dataset,
    hiddenLayers,
    widths: [width],
    methods: [method],
    seeds: [seed],
    changes,
  });
  return {
    ...run!,
    trainedParameters,
    ...exampleResult(seed),
    testAccuracy,
    finishedAt: "2026-01-01T00:00:00.000Z",
  };
}
