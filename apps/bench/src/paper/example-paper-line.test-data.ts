import { exampleResult } from "../train/example-result.test-data.js";
import type { DatasetName, Method } from "../published-settings.js";
import type { PaperLine } from "./paper-line.js";
import { accuracyRun, alternatingRun, sparseRun, type PaperRun } from "./paper-run.js";

interface Example {
  readonly method?: PaperRun["method"];
  readonly dataset?: DatasetName;
  readonly width?: number;
  readonly hiddenLayers?: number;
  readonly seed?: number;
  readonly sparsity?: number;
  readonly testAccuracy?: number;
  readonly trainedParameters?: number;
  readonly epochs?: number;
  readonly cpuSeconds?: number;
}

/** A finished line with made-up results, for tests of what is computed from lines. */
export function examplePaperLine({
  method = "dense",
  dataset = "mnist",
  width = 50,
  hiddenLayers = 1,
  seed = 0,
  sparsity,
  testAccuracy = 0.9,
  trainedParameters = 100,
  epochs = 90,
  cpuSeconds = 3,
}: Example): PaperLine {
  const place = { dataset, hiddenLayers, width, seed };
  const run =
    method === "alternating"
      ? alternatingRun(place, { epochs })
      : sparsity === undefined
        ? accuracyRun(place, method, { epochs })
        : sparseRun(place, method as Extract<Method, "dense" | "s-qr">, sparsity, { epochs });
  return {
    ...run,
    trainedParameters,
    ...exampleResult(seed),
    testAccuracy,
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: "2026-01-01T00:00:03.000Z",
    cpuSeconds,
    peakMemory: 5e8,
    cpu: "example processor",
  };
}
