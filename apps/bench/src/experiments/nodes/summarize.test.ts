import { describe, expect, it } from "vitest";
import { runsOf } from "../../example-lines.test-data.js";
import type { NodesLine, Strategy } from "./nodes-line.js";
import { nodes } from "./nodes.js";
import { findingTexts, nodesTable } from "./report.js";
import { nodesFindings, summarizeNodes } from "./summarize.js";

/** Lines with these accuracies at 0, 50 and 80 %. */
function linesOf(accuracies: Readonly<Partial<Record<Strategy, readonly number[]>>>, seed = 0): NodesLine[] {
  return Object.entries(accuracies).map(([strategy, values]) => {
    const [run] = runsOf(nodes, `--strategies ${strategy} --width 100 --seeds ${seed} --removed 50,80`);
    return {
      ...run!,
      points: run!.removed.map((removed, i) => ({
        removed,
        hiddenNodes: 100 - removed,
        testAccuracy: values[i]!,
        denseBytes: 10 * (100 - removed),
        storedBytes: 7,
        multiplyAdds: 1,
        stepMilliseconds: (100 - removed) / 50,
        wholeStepMilliseconds: 2,
        answerMilliseconds: 1,
        wholeAnswerMilliseconds: 4,
      })),
      seconds: 1,
      engine: "test 1",
      versions: {},
      finishedAt: "2020-01-01",
    };
  });
}

describe("summarizeNodes", () => {
  it("averages over seeds and compares with the whole network", () => {
    const lines = [...linesOf({ incoming: [0.9, 0.8, 0.5] }), ...linesOf({ incoming: [0.8, 0.8, 0.7] }, 1)];
    const rows = summarizeNodes(lines);
    expect(rows.map(({ removed, hiddenNodes, runs }) => [removed, hiddenNodes, runs])).toEqual([
      [0, 100, 2],
      [50, 50, 2],
      [80, 20, 2],
    ]);
    expect(rows[2]!.testAccuracy.mean).toBeCloseTo(0.6, 12);
    expect(rows[2]!.toWhole).toBeCloseTo(-0.25, 12);
    expect([rows[2]!.bytesRatio, rows[2]!.stepRatio, rows[2]!.answerRatio]).toEqual([0.2, 0.2, 0.25]);
    // the whole network is not compared with itself
    expect(nodesTable(rows, "t").rows[0]!.slice(5)).toEqual(["–", "–", "–", "–", "7"]);
    expect(nodesTable(rows, "t").rows[1]!.slice(0, 6)).toEqual([
      "incoming",
      "50 %",
      "50",
      "2",
      "0.8000 ± 0.0000",
      "-0.0500",
    ]);
  });
});

describe("nodesFindings", () => {
  it("says how far pre-training goes within 0.01 of the best whole network, and how it compares with every other strategy", () => {
    const rows = summarizeNodes(
      linesOf({ "pre-training": [0.95, 0.955, 0.94], incoming: [0.96, 0.7, 0.95], random: [0.9, 0.5, 0.2] }),
    );
    const findings = nodesFindings(rows)!;
    expect(findings).toEqual({
      whole: 0.96,
      wholeOf: "incoming",
      withinOneHundredth: 50,
      rivals: [
        {
          of: "pre-training",
          strategy: "incoming",
          compared: [50, 80],
          above: [50],
          min: expect.closeTo(-0.01, 12) as number,
          max: expect.closeTo(0.255, 12) as number,
        },
        {
          of: "pre-training",
          strategy: "random",
          compared: [50, 80],
          above: [50, 80],
          min: expect.closeTo(0.455, 12) as number,
          max: expect.closeTo(0.74, 12) as number,
        },
      ],
    });
    expect(findingTexts(findings)).toEqual([
      "Pre-training removes up to 50 % of the hidden nodes with a test accuracy within 0.01 of the best whole network (0.9600, that of incoming).",
      "With 50, 80 % of the hidden nodes removed, the test accuracy of pre-training less that of incoming is −0.0100 to +0.2550; it is higher at 50 %.",
      "With 50, 80 % of the hidden nodes removed, the test accuracy of pre-training less that of random is +0.4550 to +0.7400; it is higher at 50, 80 %.",
    ]);
    const ranked = linesOf({
      "pre-training": [0.95, 0.94, 0.93],
      "post-training": [0.95, 0.9, 0.6],
      "post-training-random": [0.95, 0.8, 0.7],
    });
    expect(findingTexts(nodesFindings(summarizeNodes(ranked))!).at(-1)).toBe(
      "With 50, 80 % of the hidden nodes removed, the test accuracy of post-training less that of post-training-random is −0.1000 to +0.1000; it is higher at 50 %.",
    );
    const none = nodesFindings(summarizeNodes(linesOf({ "pre-training": [0.95, 0.5, 0.4] })))!;
    expect(findingTexts(none)).toEqual([
      "Pre-training loses more than 0.01 of test accuracy against the best whole network (0.9500, that of pre-training) at every share removed.",
    ]);
    expect(nodesFindings(summarizeNodes(linesOf({ random: [0.9, 0.5, 0.2] })))).toBeUndefined();
    const [whole] = summarizeNodes(linesOf({ "pre-training": [0.95, 0.5, 0.4] }));
    expect(nodesFindings([whole!])).toBeUndefined();
  });
});
