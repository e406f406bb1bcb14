import type { Session, TensorData } from "../engine/engine.js";
import type { Value } from "@reciprocal/graph";
import type { LoweredMask } from "@reciprocal/onnx";

/** One mask while its weights change. */
interface Entry {
  /** The name of the graph's output that holds the threshold. */
  readonly output: string;
  /** Whether all weights are searched in every run, as they are too few for a bracket to save anything. */
  readonly isOpen: boolean;
  readonly low: Float32Array;
  readonly high: Float32Array;
  /** Of the last run; NaN before the first. */
  threshold: number;
  /** How far from there the next one is sought. */
  reach: number;
}

const openCount = 2 ** 13;

/**
 * Runs a graph with dynamic masks, and keeps the brackets in which it looks for their thresholds: a threshold moves
 * little from step to step, so it is sought near the last one, and if it was not there the graph runs once more with
 * open brackets. It is exact both times; only the time of a step depends on the guess.
 *
 * The reach is ten times the last move, and shrinks by a tenth a run at the most: on MNIST at 784–500–500–10 fewer than
 * one step in a hundred then runs twice, and a bracket holds about a hundredth of the weights.
 */
export class MaskBrackets {
  /** Inputs of the graph; their arrays follow every run. */
  readonly feeds: Readonly<Record<string, TensorData>>;
  /** What the graph has to give beside its other results. */
  readonly results: Readonly<Record<string, Value>>;
  readonly #entries: readonly Entry[];

  constructor(masks: readonly LoweredMask[]) {
    this.#entries = masks.map(({ layer, weights }) => ({
      output: `threshold.${layer}`,
      isOpen: weights <= openCount,
      low: new Float32Array(1),
      high: Float32Array.of(Infinity),
      threshold: NaN,
      reach: NaN,
    }));
    const tensorsOf = ({ bracket }: LoweredMask, { low, high }: Entry): [string, TensorData][] => [
      [bracket.low.name, { data: low, shape: [1] }],
      [bracket.high.name, { data: high, shape: [1] }],
    ];
    this.feeds = Object.fromEntries(masks.flatMap((mask, i) => tensorsOf(mask, this.#entries[i]!)));
    this.results = Object.fromEntries(masks.map(({ threshold }, i) => [this.#entries[i]!.output, threshold]));
  }

  /**
   * Runs the graph until every threshold is found, twice at the most.
   *
   * @param inputs - with the feeds of this object among them
   */
  async run(
    session: Session,
    inputs: Readonly<Record<string, TensorData>>,
  ): Promise<Record<string, Float32Array>> {
    let results = await session.run(inputs);
    const isMissed = ({ output, high }: Entry) => Number.isNaN(results[output]![0]) && high[0]! < Infinity;
    if (this.#entries.some(isMissed)) {
      for (const entry of this.#entries) open(entry);
      results = await session.run(inputs);
    }
    for (const entry of this.#entries) follow(entry, results[entry.output]![0]!);
    return results;
  }
}

function open({ low, high }: Entry): void {
  low[0] = 0;
  high[0] = Infinity;
}

function follow(entry: Entry, threshold: number): void {
  const moved = Math.abs(threshold - entry.threshold);
  entry.reach = Number.isNaN(moved) ? threshold / 16 : Math.max(10 * moved, 0.9 * entry.reach);
  entry.threshold = threshold;
  // the threshold of weights that are NaN is NaN in an open bracket too
  if (entry.isOpen || Number.isNaN(threshold)) {
    open(entry);
    return;
  }
  entry.low[0] = threshold - entry.reach;
  entry.high[0] = threshold + entry.reach;
}
