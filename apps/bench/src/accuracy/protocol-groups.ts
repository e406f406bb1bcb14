import { groupBy } from "../report/group-by.js";
import { methods, type TrainingSettings, type DatasetName } from "../published-settings.js";
import { runKey } from "../runner/run-key.js";
import type { AccuracyLine } from "./accuracy-line.js";
import type { AccuracyRun } from "./run-list.js";

/** Lines that may be compared and averaged: same data set, same depth, same settings but for the learning rate. */
export interface ProtocolGroup {
  readonly key: string;
  readonly dataset: DatasetName;
  readonly hiddenLayers: number;
  readonly settings: Omit<TrainingSettings, "learningRate">;
  /** By method, width and seed, in that order. */
  readonly lines: readonly AccuracyLine[];
}

/** Sorts lines into groups, in order of first appearance: runs of different settings are never averaged. */
export function protocolGroups(lines: readonly AccuracyLine[]): ProtocolGroup[] {
  return [...groupBy(lines, protocolKey)].map(([key, members]) => {
    const { dataset, hiddenLayers, settings } = members[0]!;
    return {
      key,
      dataset,
      hiddenLayers,
      settings: withoutRate(settings),
      lines: members.toSorted(byMethodWidthSeed),
    };
  });
}

/** Equal for runs that belong to one group. */
export function protocolKey({ dataset, hiddenLayers, settings }: AccuracyRun): string {
  return runKey({ dataset, hiddenLayers, settings: withoutRate(settings) });
}

function withoutRate(settings: TrainingSettings): Omit<TrainingSettings, "learningRate"> {
  const { learningRate, ...common } = settings;
  void learningRate; // differs by method
  return common;
}

function byMethodWidthSeed(a: AccuracyLine, b: AccuracyLine): number {
  return methods.indexOf(a.method) - methods.indexOf(b.method) || a.width - b.width || a.seed - b.seed;
}
