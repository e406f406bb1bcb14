import type { TensorData } from "../engine/engine.js";
import { inverseCountName, targetsName } from "../graph-inputs.js";
import type { CheckedSamples } from "../samples.js";

/** `width` numbers of every sample, row by row, and the name of the input that takes them. */
export interface Rows {
  readonly name: string;
  readonly width: number;
  readonly values: Float32Array;
}

/** The inputs of the graph for batches of one size, with the arrays that every batch is copied into. */
interface Batch {
  readonly rows: readonly Float32Array[];
  readonly targets: Float32Array;
  readonly feeds: Readonly<Record<string, TensorData>>;
}

/** For how many different batch sizes the arrays are kept; an epoch has two. */
const keptBatchSizes = 4;

/** Copies batches from the samples, row by row, into arrays that are kept, so that sessions know them again. */
export class BatchFeeds {
  readonly #data: CheckedSamples;
  readonly #rows: readonly Rows[];
  readonly #outputs: number;
  readonly #others: Readonly<Record<string, TensorData>>;
  readonly #batches = new Map<number, Batch>();

  /** @param others - the inputs that do not depend on the batch: parameters and masks */
  constructor(
    data: CheckedSamples,
    {
      rows,
      outputs,
      others,
    }: {
      readonly rows: readonly Rows[];
      readonly outputs: number;
      readonly others: Readonly<Record<string, TensorData>>;
    },
  ) {
    this.#data = data;
    this.#rows = rows;
    this.#outputs = outputs;
    this.#others = others;
  }

  /** The inputs of the graph for these samples. */
  of(chosen: ArrayLike<number>): Readonly<Record<string, TensorData>> {
    const { rows, targets, feeds } = this.#batchOf(chosen.length);
    for (let r = 0; r < rows.length; r++) copyRows(this.#rows[r]!, chosen, rows[r]!);
    for (let i = 0; i < chosen.length; i++) this.#data.writeTarget(targets, i, chosen[i]!);
    return feeds;
  }

  #batchOf(count: number): Batch {
    const known = this.#batches.get(count);
    if (known) return known;
    const targets = new Float32Array(count * this.#outputs);
    const rows = this.#rows.map(({ width }) => new Float32Array(count * width));
    const rowFeeds = this.#rows.map(
      ({ name, width }, i) => [name, { data: rows[i]!, shape: [count, width] }] as const,
    );
    const feeds = {
      ...this.#others,
      ...Object.fromEntries(rowFeeds),
      [targetsName]: { data: targets, shape: [count, this.#outputs] },
      [inverseCountName]: { data: Float32Array.of(1 / count), shape: [] },
    };
    if (this.#batches.size === keptBatchSizes) this.#batches.clear();
    this.#batches.set(count, { rows, targets, feeds });
    return { rows, targets, feeds };
  }
}

function copyRows({ width, values }: Rows, chosen: ArrayLike<number>, into: Float32Array): void {
  for (let i = 0; i < chosen.length; i++) {
    const start = chosen[i]! * width;
    into.set(values.subarray(start, start + width), i * width);
  }
}
