import type { ReadTableOptions } from "@reciprocal/datasets";
import type { IgnoredColumn, Trained, TrainOptions, TrainTableOptions } from "@reciprocal/model/training";
import { inFile } from "./in-file.js";
import { type Data, type ImageOptions, loadImages, loadSet } from "./training-data.js";

export interface TrainRequest {
  readonly data: Data;
  readonly table: Pick<TrainTableOptions, "label" | "answer" | "features" | "group"> & {
    readonly reading: TableReading;
  };
  readonly images: ImageOptions;
  readonly options: TrainOptions;
  readonly note: (text: string) => void;
}

/** How the cells of a table are taken. */
interface TableReading {
  /** Texts that stand for a gap beside those that do anyway. */
  readonly missing: readonly string[];
  /** Columns that are not what they look like. */
  readonly kinds: NonNullable<ReadTableOptions["kinds"]>;
}

export interface TrainResult extends Trained {
  /** Samples that were trained on. */
  readonly training: number;
  /** Samples that the measures are of. */
  readonly heldOut: number;
  /** Rows of a table that could not be used. */
  readonly leftOut?: number;
  /** Columns of a table that tell nothing. */
  readonly ignored?: readonly IgnoredColumn[];
}

/** Trains a model on what the command line names. */
export async function trainOn({ data, table, images, options, note }: TrainRequest): Promise<TrainResult> {
  const { trainImages, trainTable } = await import("@reciprocal/model/training");
  switch (data.kind) {
    case "table": {
      const { defaultMissing } = await import("@reciprocal/datasets");
      const { reading, ...columns } = table;
      const missing = [...defaultMissing, ...reading.missing];
      const { rows, ...trained } = await trainTable(data.bytes, {
        ...options,
        ...columns,
        table: { ...data.reading, kinds: reading.kinds, missing },
      });
      return { ...trained, ...rows };
    }
    case "images": {
      const dataset = await loadImages(data.name, images, note);
      return inFile(data.name, async () => counted(dataset.count, await trainImages(dataset, options)));
    }
    case "set": {
      const { train, test } = await loadSet(data, note);
      return counted(train.count + test.count, await trainImages({ train, test }, options));
    }
  }
}

function counted(count: number, trained: Trained): TrainResult {
  const heldOut = trained.measures?.count ?? 0;
  return { ...trained, training: count - heldOut, heldOut };
}
