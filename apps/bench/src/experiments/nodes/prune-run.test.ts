import { digits } from "@reciprocal/datasets";
import { describe, expect, it } from "vitest";
import { runsOf } from "../../example-lines.test-data.js";
import { lineOf } from "../../lines.js";
import { strategies, type Strategy } from "./nodes-line.js";
import { nodes } from "./nodes.js";
import { nodesEpochs, pruneRun } from "./prune-run.js";

const data = digits({ train: 300, test: 100 });
/** Short: what is measured is for others to judge. */
const timing = { rounds: 1, answered: 200 };
const runOf = (strategy: Strategy) =>
  runsOf(nodes, `--strategies ${strategy} --width 40 --seeds 0 --removed 50,90 --epochs 3`)[0]!;
const silent = { onEpoch: () => {} };

describe("pruneRun", () => {
  it.each(strategies)("brings every size of the network, in proportion smaller: %s", async (strategy) => {
    const run = runOf(strategy);
    const seen: number[] = [];
    const context = { onEpoch: ({ epoch }: { epoch: number }) => seen.push(epoch) };
    const line = { ...run, ...(await pruneRun(run, data, context, timing)) };
    expect(seen).toEqual(Array.from({ length: nodesEpochs(run) }, (_, i) => i + 1));
    expect(line.points.map(({ removed, hiddenNodes }) => [removed, hiddenNodes])).toEqual([
      [0, 40],
      [50, 20],
      [90, 4],
    ]);
    // 784·h + h + h·10 + 10 numbers of 4 bytes
    expect(line.points.map(({ denseBytes }) => denseBytes)).toEqual(
      [40, 20, 4].map((h) => 4 * (795 * h + 10)),
    );
    expect(line.points.map(({ multiplyAdds }) => multiplyAdds)).toEqual([40, 20, 4].map((h) => 794 * h));
    for (const point of line.points) {
      expect(point.testAccuracy).toBeGreaterThan(0);
      expect(point.stepMilliseconds).toBeGreaterThan(0);
      expect(point.wholeAnswerMilliseconds).toBeGreaterThan(0);
    }
    expect(() => lineOf(nodes, run, line)).not.toThrow();
  });

  it("ranks by eigenvalue and at random on the same trained network", async () => {
    const after = async (strategy: Strategy) =>
      (await pruneRun(runOf(strategy), data, silent, timing)).points.map((point) => point.testAccuracy);
    const [ranked, random] = [await after("post-training"), await after("post-training-random")];
    expect(random[0]).toBe(ranked[0]);
    expect(random.slice(1)).not.toEqual(ranked.slice(1));
    expect(random[0]).not.toBe((await after("random"))[0]); // that one is dense
  });

  it("gives the same accuracies again", async () => {
    const accuracies = async () =>
      (await pruneRun(runOf("pre-training"), data, silent, timing)).points.map((point) => point.testAccuracy);
    expect(await accuracies()).toEqual(await accuracies());
  });
});
