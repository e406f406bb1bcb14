import { digits } from "@reciprocal/datasets";
import { describe, expect, it } from "vitest";
import { runsOf } from "../../example-lines.test-data.js";
import { object } from "../../fields.js";
import { adaptFields, methods } from "./adapt-line.js";
import { adaptEpochs, adaptNetwork } from "./adapt-network.js";
import { adapt } from "./adapt.js";
import { tasks } from "./shift-images.js";

const data = digits({ train: 300, test: 100 });
const runOf = (args: string) => runsOf(adapt, `--width 20 --seeds 0 --epochs 2 ${args}`)[0]!;
const run = runOf("--rates 0.005,0.045");
const silent = { onEpoch: () => {} };

describe("adaptNetwork", () => {
  it("adapts the same network to every task by every method", async () => {
    const seen: number[] = [];
    const line = await adaptNetwork(run, data, { onEpoch: ({ epoch }) => seen.push(epoch) });
    expect(seen).toEqual(Array.from({ length: adaptEpochs(run) }, (_, i) => i + 1));
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
    expect(object(adaptFields).problem(line, "")).toBeUndefined();
    const again = await adaptNetwork(run, data, silent);
    const accuracies = (of: typeof line) => of.points.map(({ testAccuracy }) => testAccuracy);
    expect(accuracies(again)).toEqual(accuracies(line));
  });

  it("takes the rate with the highest validation accuracy", async () => {
    const withRates = async (rates: string) => {
      const one = runOf(`--tasks rotated --methods all-weights --rates ${rates}`);
      return (await adaptNetwork(one, data, silent)).points[0]!;
    };
    const points = [await withRates("0.005"), await withRates("0.045")];
    const best = points.reduce((a, b) => (b.validationAccuracy > a.validationAccuracy ? b : a));
    expect(await withRates("0.005,0.045")).toEqual({ ...best, seconds: expect.any(Number) as number });
  });
});
