import type { TrainTest } from "@reciprocal/datasets";
import { serveTasks } from "../worker-loop.js";
import { loadData, type DataRequest } from "./load-data.js";
import type { AccuracyRun } from "./run-list.js";
import { trainRun } from "./train-run.js";

serveTasks<DataRequest, AccuracyRun, TrainTest>({
  setUp: loadData,
  run: (run, data, progress) => trainRun(run, data, progress),
});
