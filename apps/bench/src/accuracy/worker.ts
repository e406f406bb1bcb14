import type { TrainTest } from "@reciprocal/datasets";
import { loadData, type DataRequest } from "../runner/load-data.js";
import { serveTasks } from "../runner/worker-loop.js";
import { trainAndTest } from "../train/train-and-test.js";
import type { AccuracyLine } from "./accuracy-line.js";
import type { AccuracyRun } from "./run-list.js";

serveTasks<DataRequest, AccuracyRun, TrainTest>({
  setUp: loadData,
  run: async (run, data, progress): Promise<AccuracyLine> => {
    const { result } = await trainAndTest(run, data, progress);
    return { ...run, ...result };
  },
});
