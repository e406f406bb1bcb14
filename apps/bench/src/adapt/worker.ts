import type { TrainTest } from "@reciprocal/datasets";
import { loadData, type DataRequest } from "../runner/load-data.js";
import { serveTasks } from "../runner/worker-loop.js";
import { adaptNetwork } from "./adapt-network.js";
import type { AdaptRun } from "./adapt-run.js";

serveTasks<DataRequest, AdaptRun, TrainTest>({
  setUp: loadData,
  run: (run, data, progress) => adaptNetwork(run, data, progress),
});
