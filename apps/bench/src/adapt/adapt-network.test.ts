import { digits } from "@reciprocal/datasets";
import { describe, expect, it } from "vitest";
import { documentHtml } from "../report/document.js";
import { adaptLines } from "./adapt-line.js";
import { adaptNetwork } from "./adapt-network.js";
import { adaptEpochs, adaptRuns, methods } from "./adapt-run.js";
import { adaptReport } from "./report.js";
import { tasks } from "./shift-images.js";

const data = digits({ train: 300, test: 100 });
const [run] = adaptRuns({
  dataset: "digits",
  tasks,
  methods,
  width: 20,
  seeds: [0],
  changes: { epochs: 2, adaptationLearningRates: [0.005, 0.045] },
});

describe("adaptNetwork", () => {
  it("adapts the same network to every task by every method", async () => {
    const seen: number[] = [];
    const line = await adaptNetwork(run!, data, ({ epoch }) => seen.push(epoch));
    expect(seen).toEqual(Array.from({ length: adaptEpochs(run!) }, (_, i) => i + 1));
    expect(line.points.map(({ task, method }) => `${task} ${method}`)).toEqual(
      tasks.flatMap((task) => methods.map((method) => `${task} ${method}`)),
    );
    // λ: 784 + 20 + 20 + 10, biases 30; last layer 20·10 + 10; all 784·20 + 20 and those
    expect(line.points.slice(0, 3).map(({ trainedNumbers }) => trainedNumbers)).toEqual([864, 210, 15910]);
    const { points } = line;
    for (const { patchBytes, networkBytes, trainedNumbers, accuracyBefore, task } of points) {
      // four bytes a number, and no more than some hundred beside them
      expect(patchBytes).toBeGreaterThan(4 * trainedNumbers);
      expect(patchBytes).toBeLessThan(4 * trainedNumbers + 150);
      expect(networkBytes).toBeGreaterThan(4 * 15910);
      expect(accuracyBefore).toBe(points.find((point) => point.task === task)!.accuracyBefore);
    }
    expect(adaptLines([JSON.parse(JSON.stringify(line)) as Record<string, unknown>], "runs.jsonl")).toEqual([
      line,
    ]);
    expect(documentHtml(adaptReport([line], []))).toContain("digits, 20 hidden nodes");
    const again = await adaptNetwork(run!, data, () => {});
    const accuracies = (of: typeof line) => of.points.map(({ testAccuracy }) => testAccuracy);
    expect(accuracies(again)).toEqual(accuracies(line));
  });

  it("takes the rate with the highest validation accuracy", async () => {
    const alone = async (rate: number) => {
      const [one] = adaptRuns({
        ...{ dataset: "digits", tasks: ["rotated"], methods: ["all-weights"], width: 20, seeds: [0] },
        changes: { epochs: 2, adaptationLearningRates: [rate] },
      });
      return (await adaptNetwork(one!, data, () => {})).points[0]!;
    };
    const points = [await alone(0.005), await alone(0.045)];
    const best = points.reduce((a, b) => (b.validationAccuracy > a.validationAccuracy ? b : a));
    const { points: chosen } = await adaptNetwork(
      { ...run!, tasks: ["rotated"], methods: ["all-weights"] },
      data,
      () => {},
    );
    expect(chosen[0]).toEqual({ ...best, seconds: expect.any(Number) as number });
  });
});
