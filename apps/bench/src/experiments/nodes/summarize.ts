import { groupBy, meanAndDeviation, type MeanAndDeviation } from "@reciprocal/report";
import { strategies, type NodesLine, type NodesPoint, type Strategy } from "./nodes-line.js";

/** One strategy at one size, over its seeds. */
export interface NodesRow {
  readonly strategy: Strategy;
  readonly removed: number;
  readonly hiddenNodes: number;
  readonly runs: number;
  readonly testAccuracy: MeanAndDeviation;
  /** Mean accuracy less that of the whole network of the strategy. */
  readonly toWhole: number;
  /** Of the whole network's, all in direct space. */
  readonly bytesRatio: number;
  readonly stepRatio: number;
  readonly answerRatio: number;
  /** Arrays as they are stored, seeds in place of frozen numbers. */
  readonly storedBytes: number;
}

/** Summarizes lines of one data set and one set of settings. */
export function summarizeNodes(lines: readonly NodesLine[]): NodesRow[] {
  return [...groupBy(lines, ({ strategy }) => strategy).values()].flatMap((members) => {
    const removed = [...new Set(members.flatMap(({ points }) => points.map((point) => point.removed)))];
    const at = (share: number): NodesPoint[] =>
      members.flatMap(({ points }) => points.filter((point) => point.removed === share));
    const accuracy = (share: number) => meanAndDeviation(at(share).map((point) => point.testAccuracy));
    return removed
      .sort((a, b) => a - b)
      .map((share): NodesRow => {
        const own = at(share);
        const mean = (value: (point: NodesPoint) => number) => meanAndDeviation(own.map(value)).mean;
        return {
          strategy: members[0]!.strategy,
          removed: share,
          hiddenNodes: Math.round(mean((point) => point.hiddenNodes)),
          runs: own.length,
          testAccuracy: accuracy(share),
          toWhole: accuracy(share).mean - accuracy(0).mean,
          bytesRatio:
            mean((point) => point.denseBytes) / meanAndDeviation(at(0).map((p) => p.denseBytes)).mean,
          stepRatio: mean((point) => point.stepMilliseconds / point.wholeStepMilliseconds),
          answerRatio: mean((point) => point.answerMilliseconds / point.wholeAnswerMilliseconds),
          storedBytes: Math.round(mean((point) => point.storedBytes)),
        };
      });
  });
}

/** How far the pre-training strategy goes. */
export interface NodesFindings {
  /** Mean accuracy of the best whole network, by any strategy. */
  readonly whole: number;
  /** The strategy whose whole network that is. */
  readonly wholeOf: Strategy;
  /** The largest share that it removes with its mean accuracy within 0.01 of that; null if there is none. */
  readonly withinOneHundredth: number | null;
  /**
   * Where at least half the nodes are removed: beside each of the other strategies that was run; then post-training beside
   * removal at random from its network, which is what its ranking is worth.
   */
  readonly rivals: readonly NodesRival[];
}

/** One strategy beside another one. */
export interface NodesRival {
  readonly of: Strategy;
  readonly strategy: Strategy;
  /** Percentages removed. */
  readonly compared: readonly number[];
  /** Those of them at which the mean accuracy of the first is above that of the other one. */
  readonly above: readonly number[];
  /** The smallest and the largest of its mean accuracies less those of the other one. */
  readonly min: number;
  readonly max: number;
}

/** Undefined if the pre-training strategy removed nothing. */
export function nodesFindings(rows: readonly NodesRow[]): NodesFindings | undefined {
  const of = (strategy: Strategy) => rows.filter((row) => row.strategy === strategy);
  const own = of("pre-training");
  if (!own.some(({ removed }) => removed > 0)) return undefined;
  const best = rows
    .filter(({ removed }) => removed === 0)
    .reduce((a, b) => (b.testAccuracy.mean > a.testAccuracy.mean ? b : a));
  const whole = best.testAccuracy.mean;
  const within = own.filter(({ removed, testAccuracy }) => removed > 0 && testAccuracy.mean >= whole - 0.01);
  const compared = [
    ...strategies
      .filter((strategy) => strategy !== "pre-training")
      .map((strategy) => ["pre-training", strategy] as const),
    ["post-training", "post-training-random"] as const,
  ];
  const rivals = compared.flatMap(([first, strategy]): NodesRival[] => {
    const others = of(strategy);
    const pairs = of(first).flatMap(({ removed, testAccuracy }) => {
      const other = others.find((row) => row.removed === removed);
      return removed >= 50 && other
        ? [{ removed, difference: testAccuracy.mean - other.testAccuracy.mean }]
        : [];
    });
    if (pairs.length === 0) return [];
    const differences = pairs.map(({ difference }) => difference);
    return [
      {
        of: first,
        strategy,
        compared: pairs.map(({ removed }) => removed),
        above: pairs.filter(({ difference }) => difference > 0).map(({ removed }) => removed),
        min: Math.min(...differences),
        max: Math.max(...differences),
      },
    ];
  });
  return {
    whole,
    wholeOf: best.strategy,
    withinOneHundredth: within.length === 0 ? null : Math.max(...within.map(({ removed }) => removed)),
    rivals,
  };
}
