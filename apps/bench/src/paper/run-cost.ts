import { networkSizes } from "./network-sizes.js";
import type { PaperLine } from "./paper-line.js";
import type { PaperRun } from "./paper-run.js";

/**
 * What a method takes, by measurement: `epochs` until early stopping ends the published run, on average, and `products`,
 * the passes over the kernel that a sample costs in an epoch in units of one multiply-add per weight (validation and
 * memory traffic included). Only the order of runs and the time that is shown depend on these.
 */
const expected: Readonly<Record<PaperRun["method"], { readonly epochs: number; readonly products: number }>> =
  {
    dense: { epochs: 16, products: 4 },
    spectral: { epochs: 40, products: 3 },
    "s-svd": { epochs: 30, products: 4 },
    "s-qr": { epochs: 22, products: 4 },
    "spectral-one": { epochs: 40, products: 3 },
    alternating: { epochs: 40, products: 4 },
  };
const maskedProducts = 6;

/** Work besides the kernels, per sample: copying it, and the operators of a small graph. */
const overhead = 50_000;

/** How long a run takes, in multiply-adds: those of a step by the samples of an epoch by the epochs expected. */
export function runCost({ dataset, method, hiddenLayers, width, settings }: PaperRun): number {
  const { inputs, classes, trainSamples } = networkSizes[dataset];
  const weights = inputs * width + (hiddenLayers - 1) * width * width + width * classes;
  const samples = (settings.trainSamples ?? trainSamples) * (1 - settings.validationSplit);
  const { epochs, products } = expected[method];
  const work = (settings.sparsity === undefined ? products : maskedProducts) * weights + overhead;
  return Math.min(epochs, settings.epochs) * samples * work;
}

/** Multiply-adds per second of one process, where no finished run says it: of a two-core server of 2026. */
const usualRate = 2e10;

/** Seconds that runs will take on `jobs` processes, by the pace of finished lines where there are some. */
export function expectedSeconds(
  runs: readonly PaperRun[],
  lines: readonly PaperLine[],
  jobs: number,
): number {
  const total = (items: readonly PaperRun[]) => items.reduce((sum, run) => sum + runCost(run), 0);
  const spent = lines.reduce((sum, line) => sum + line.seconds, 0);
  return total(runs) / (spent > 0 ? total(lines) / spent : usualRate) / jobs;
}
