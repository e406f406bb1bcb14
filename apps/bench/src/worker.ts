import { serveTasks } from "@reciprocal/sweeps";
import { DataInMemory, requestOf, type DataRequest } from "./data.js";
import type { Experiment, Run } from "./experiment.js";
import { loadExperiment } from "./experiments/index.js";
import { lineOf } from "./lines.js";
import { startProvenance } from "./provenance.js";

/** What a worker process is told before its first run. */
export interface WorkerSetup {
  readonly experiment: string;
  readonly dataDir: string | undefined;
  /** The data of all runs, those of the first run last: they stay in memory. */
  readonly requests: readonly DataRequest[];
}

// one worker for all experiments
serveTasks<WorkerSetup, Run, { readonly experiment: Experiment; readonly data: DataInMemory }>({
  // all data once, so that what is missing is said at the start and downloads happen in one process
  setUp: async ({ experiment, dataDir, requests }, progress) => {
    const data = new DataInMemory(dataDir);
    for (const request of requests) await data.load(request, progress);
    return { experiment: await loadExperiment(experiment), data };
  },
  run: async (run, { experiment, data }, progress) => {
    const endProvenance = startProvenance();
    const loaded = await data.load(requestOf(run), () => {}); // was downloaded at the set-up
    const result = await experiment.run(run, loaded, { onEpoch: progress });
    return lineOf(experiment, run, { ...result, ...endProvenance() }); // fields of a line may be of either
  },
});
