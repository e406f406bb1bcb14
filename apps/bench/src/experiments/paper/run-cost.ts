import { duration } from "@reciprocal/sweeps";
import { networkSizes } from "./network-sizes.js";
import type { PaperLine, PaperRun } from "./paper-run.js";

/**
 * What a method takes: epochs until early stopping ends a published run, and picoseconds per sample of an epoch and
 * entry of the matrices that the method computes with, validation included. Measured with `paper --quick`, and with
 * `paper --widths 1000 --epochs 2` on MNIST and CIFAR-10 (two cores of an AMD EPYC). Only the order of runs and the
 * times that are shown depend on these.
 */
const expected: Readonly<
  Record<PaperRun["method"], { readonly epochs: number; readonly picoseconds: number }>
> = {
  dense: { epochs: 15, picoseconds: 50 },
  spectral: { epochs: 42, picoseconds: 28 },
  "s-svd": { epochs: 29, picoseconds: 34 },
  "s-qr": { epochs: 24, picoseconds: 54 },
  "spectral-one": { epochs: 43, picoseconds: 16 },
  alternating: { epochs: 24, picoseconds: 40 },
};
const sparseEpochs = 11;
const maskedFactor = 1.5;

/** Besides the kernels: copying a sample, and its share of a step of the smallest graph. */
const secondsPerSample = 2e-6;

/** Seconds of one core that a run takes. */
export function runCost({ dataset, method, hiddenLayers, width, settings }: PaperRun): number {
  const { inputs, classes, trainSamples } = networkSizes[dataset];
  const sizes = [inputs, ...Array<number>(hiddenLayers).fill(width), classes];
  const entries = sizes.slice(1).reduce((sum, m, index) => sum + matrixEntries(method, sizes[index]!, m), 0);
  const samples = (settings.trainSamples ?? trainSamples) * (1 - settings.validationSplit);
  const isMasked = settings.sparsity !== undefined;
  const { epochs, picoseconds } = expected[method];
  const perSample = secondsPerSample + entries * picoseconds * 1e-12 * (isMasked ? maskedFactor : 1);
  return Math.min(isMasked ? sparseEpochs : epochs, settings.epochs) * samples * perSample;
}

/** The time that runs take on `jobs` cores that have nothing else to do, in words. */
export function expectedTime(runs: readonly PaperRun[], lines: readonly PaperLine[], jobs: number): string {
  return duration(expectedSeconds(runs, lines, jobs));
}

/** The same in seconds, by the pace of finished lines if there are some. */
export function expectedSeconds(
  runs: readonly PaperRun[],
  lines: readonly PaperLine[],
  jobs: number,
): number {
  const total = (items: readonly PaperRun[]) => items.reduce((sum, run) => sum + runCost(run), 0);
  const spent = lines.reduce((sum, line) => sum + line.cpuSeconds, 0);
  return (total(runs) * (spent > 0 ? spent / total(lines) : 1)) / jobs;
}

/** Entries of φ or the kernel, or of the two factors of φ, with k = min(n, m). */
function matrixEntries(method: PaperRun["method"], n: number, m: number): number {
  const k = Math.min(n, m);
  if (method === "s-svd") return k * (n + m);
  if (method === "s-qr") return n * m + k * k;
  return n * m;
}
