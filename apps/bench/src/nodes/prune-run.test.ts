import { digits } from "@reciprocal/datasets";
import { describe, expect, it } from "vitest";
import { nodesEpochs, nodesRuns, strategies, type Strategy } from "./nodes-run.js";
import { nodesLines } from "./nodes-line.js";
import { pruneRun } from "./prune-run.js";
import { documentHtml } from "../report/document.js";
import { nodesReport } from "./report.js";

const data = digits({ train: 300, test: 100 });
/** Short: what is measured is for others to judge. */
const timing = { rounds: 1, answered: 200 };
const runOf = (strategy: Strategy) =>
  nodesRuns({
    dataset: "digits",
    strategies: [strategy],
    width: 40,
    seeds: [0],
    removed: [50, 90],
    changes: { epochs: 3, eigenvalueEpochs: 2 },
  })[0]!;

describe("pruneRun", () => {
  it.each(strategies)("brings every size of the network, in proportion smaller: %s", async (strategy) => {
    const run = runOf(strategy);
    const seen: string[] = [];
    const line = await pruneRun(run, data, ({ epoch, epochs }) => seen.push(`${epoch}/${epochs}`), timing);
    expect(seen.at(-1)).toBe(`${nodesEpochs(run)}/${nodesEpochs(run)}`);
    expect(seen).toHaveLength(nodesEpochs(run));
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
    expect(nodesLines([JSON.parse(JSON.stringify(line)) as Record<string, unknown>], "runs.jsonl")).toEqual([
      line,
    ]);
    expect(documentHtml(nodesReport([line], []))).toContain("digits, 40 hidden nodes");
  });

  it("ranks by eigenvalue and at random on the very same trained network", async () => {
    const after = async (strategy: Strategy) =>
      (await pruneRun(runOf(strategy), data, () => {}, timing)).points.map((point) => point.testAccuracy);
    const [ranked, random] = [await after("post-training"), await after("post-training-random")];
    expect(random[0]).toBe(ranked[0]);
    expect(random.slice(1)).not.toEqual(ranked.slice(1));
    expect(random[0]).not.toBe((await after("random"))[0]); // that one is dense
  });

  it("gives the same accuracies again", async () => {
    const accuracies = async () =>
      (await pruneRun(runOf("pre-training"), data, () => {}, timing)).points.map(
        (point) => point.testAccuracy,
      );
    expect(await accuracies()).toEqual(await accuracies());
  });
});
