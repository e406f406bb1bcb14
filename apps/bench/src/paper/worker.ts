import { cpus } from "node:os";
import type { TrainTest } from "@reciprocal/datasets";
import { loadData, type DataRequest } from "../runner/load-data.js";
import { peakMemory, resetPeakMemory } from "../runner/peak-memory.js";
import { runKey } from "../runner/run-key.js";
import { serveTasks } from "../runner/worker-loop.js";
import { trainAndTest } from "../train/train-and-test.js";
import type { PaperLine } from "./paper-line.js";
import type { PaperRun } from "./paper-run.js";
import { networkSpectra } from "./spectra.js";

/** Every data set that the sweep needs, the one of the first run last. */
export interface PaperSetup {
  readonly requests: readonly DataRequest[];
  readonly dataDir: string | undefined;
}

/** The set in memory: one at a time, for CIFAR-10 alone takes 0.7 GB. */
interface Loaded {
  key: string;
  data: TrainTest | undefined;
}

serveTasks<PaperSetup, PaperRun, Loaded & { readonly dataDir: string | undefined }>({
  // all of them once, so that what is missing is said at the start and downloads happen in one process
  setUp: async ({ requests, dataDir }, progress) => {
    const state = { key: "", data: undefined, dataDir };
    for (const request of requests) await load(state, request, progress);
    return state;
  },
  run: async (run, state, progress): Promise<PaperLine> => {
    const startedAt = new Date().toISOString();
    const cpuBefore = process.cpuUsage();
    resetPeakMemory();
    const { trainSamples, testSamples } = run.settings;
    const request = { dataset: run.dataset, dataDir: state.dataDir, trainSamples, testSamples };
    const data = await load(state, request, () => {}); // was downloaded at the set-up
    const { result, initial, trained } = await trainAndTest(run, data, progress);
    return {
      ...run,
      ...result,
      history: result.history.map((accuracy) => Number(accuracy.toFixed(5))),
      startedAt,
      cpuSeconds: cpuSecondsSince(cpuBefore),
      peakMemory: peakMemory(),
      cpu: cpus()[0]?.model ?? "unknown",
      ...(run.keepSpectra && { spectra: networkSpectra(initial, trained) }),
    };
  },
});

async function load(
  state: Loaded,
  request: DataRequest,
  progress: (value: unknown) => void,
): Promise<TrainTest> {
  const key = runKey(request);
  if (state.data !== undefined && state.key === key) return state.data;
  state.data = undefined; // frees the memory before the next set takes it
  state.data = await loadData(request, progress);
  state.key = key;
  return state.data;
}

function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
