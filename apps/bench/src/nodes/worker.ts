import type { TrainTest } from "@reciprocal/datasets";
import { loadData, type DataRequest } from "../runner/load-data.js";
import { serveTasks } from "../runner/worker-loop.js";
import type { NodesRun } from "./nodes-run.js";
import { pruneRun } from "./prune-run.js";

serveTasks<DataRequest, NodesRun, TrainTest>({
  setUp: loadData,
  run: (run, data, progress) => pruneRun(run, data, progress),
});
