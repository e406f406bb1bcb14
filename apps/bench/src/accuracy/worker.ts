import type { TrainTest } from "@reciprocal/datasets";
import { loadData, type DataRequest } from "../runner/load-data.js";
import { serveTasks } from "../runner/worker-loop.js";
import type { AccuracyRun } from "./run-list.js";
import { trainRun } from "./train-run.js";

serveTasks<DataRequest, AccuracyRun, TrainTest>({
  setUp: loadData,
  run: (run, data, progress) => trainRun(run, data, progress),
});
