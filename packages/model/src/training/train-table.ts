import { defaultMissing, type Table, type TableColumn } from "@reciprocal/datasets";
import { show } from "@reciprocal/guards";
import { actualOf, labeledRows, samplesOf } from "../labels/actual.js";
import { classCell, classesOf, holdsClasses, numberScale } from "../labels/label-columns.js";
import { createModel } from "../model.js";
import { columnWidth, type TableInput } from "../specs/input-spec.js";
import type { OutputSpec } from "../specs/output-spec.js";
import { columnOf, tableEncoder } from "../table/encode-table.js";
import { type IgnoredColumn, learnColumns } from "../table/learn-columns.js";
import { tableOf, type TableSource } from "../table/table-source.js";
import { splitRows } from "./split-rows.js";
import { measureHeldOut } from "./measure-held-out.js";
import { type TableChoices, type TrainTableOptions, trainTableOptions } from "./table-options.js";
import { trainNetwork } from "./train-network.js";
import type { Trained } from "./trained.js";

/** What `trainTable` resolves to. */
export interface TrainedTable extends Trained {
  /** Columns that the model does not use, since they tell nothing, and why. */
  readonly ignored: readonly IgnoredColumn[];
  /** How many rows were trained on, held out, and left out: without a label, or with a gap where such rows are dropped. */
  readonly rows: { readonly training: number; readonly heldOut: number; readonly leftOut: number };
}

/** Nodes of the hidden layer unless the caller says. */
const defaultWidths = [32];

/**
 * Trains a model on the rows of a table: finds out what the columns are, holds rows out, learns means, words and gaps from
 * the others, trains a network, and measures it on the rows that were held out.
 *
 * Numbers are scaled to mean 0 and deviation 1. Words become a place each; those that are rare have one place together,
 * which also stands for words that come later (without rare words, an average word does). Rows without a label are left
 * out. Columns that tell nothing are left out, see `ignored`.
 *
 * Weak points: what looks like words but is text or a date tells nothing here; a column of numbers that stand for classes,
 * such as a postcode, counts as a number unless `table: { kinds: { postcode: "words" } }` says otherwise; and few held-out
 * rows measure little.
 *
 * @param source - the text or bytes of a CSV file, what `readTable` gives, or an object per row
 * @param options - settings; `label` names the column to learn
 * @throws {TypeError} for an unknown option or one of another type, {RangeError} for one out of range
 * @throws {DatasetFormatError} for a table that cannot be read, or whose label cannot be learnt
 * @throws {ModelInputError} for a column that is not there
 * @throws as `fit`
 *
 * @example
 * import { readFile } from "node:fs/promises";
 * import { trainTable } from "@reciprocal/model/training";
 *
 * const { model, measures } = await trainTable(await readFile("iris.csv"), { label: "species" });
 * console.log(model.output, measures?.kind === "classes" && measures.accuracy > 0.8);
 * // => {
 * // =>   kind: 'classes',
 * // =>   name: 'species',
 * // =>   classes: [ 'setosa', 'versicolor', 'virginica' ]
 * // => } true
 */
export async function trainTable(source: TableSource, options: TrainTableOptions): Promise<TrainedTable> {
  const where = "trainTable";
  const choices = trainTableOptions.read(where, options);
  const { label, features, gaps, rare, table: tableOptions } = choices;
  const table = tableOf(where, source, tableOptions);
  const names = typeof label === "string" ? [label] : label;
  const labels = names.map((name) => columnOf(where, table, name));
  const columns = featureColumns(where, table, choices);

  const isWhole = completeRows(columns, choices);
  const rows = labeledRows(table, labels).filter(isWhole);
  const known = knownOutput(where, table, labels, choices);
  const classes = known?.kind === "classes" ? labels[0] : undefined;
  const parts = splitRows(where, table, { rows, classes }, choices);
  const output = known ?? numberScale(where, table, labels[0]!, parts.training);

  const learnt = learnColumns(
    table,
    { columns, rows: parts.training },
    { gaps, rare, areChosen: features !== undefined },
  );
  if (learnt.columns.length === 0) throw nothingToLearn(where, table, learnt.ignored);
  const input: TableInput = {
    ...{ kind: "table", columns: learnt.columns },
    missing: tableOptions.missing ?? defaultMissing,
  };
  const encode = tableEncoder(input);
  const actual = (part: readonly number[]) => actualOf(where, table, output, part);
  const samples = (part: readonly number[]) => samplesOf(encode(where, table, part), actual(part));

  const width = learnt.columns.reduce((sum, column) => sum + columnWidth(column), 0);
  const { network, ...fitted } = await trainNetwork(
    {
      ...{ samples: samples(parts.training), count: parts.training.length },
      validation: parts.heldOut.length > 0 ? samples(parts.heldOut) : undefined,
    },
    { inputShape: [width], output, widths: choices.width ?? defaultWidths },
    choices,
  );
  const model = createModel({ network, input, output });
  return {
    ...{ model, history: fitted.history, stopped: fitted.stopped },
    ...(parts.heldOut.length > 0 && {
      measures: measureHeldOut(
        where,
        network,
        { inputs: encode(where, table, parts.heldOut), actual: actual(parts.heldOut) },
        choices.onWarning,
      ),
    }),
    ignored: learnt.ignored,
    rows: {
      ...{ training: parts.training.length, heldOut: parts.heldOut.length },
      leftOut: table.count - rows.length,
    },
  };
}

/** The columns to learn from. */
function featureColumns(
  where: string,
  table: Table,
  { features, label, group }: TableChoices,
): TableColumn[] {
  const labels = typeof label === "string" ? [label] : label;
  if (group !== undefined && labels.includes(group)) {
    // each class would be on one side of the division alone
    throw new RangeError(`${where}: group must be another column than the label, got ${show(group)}`);
  }
  const others = [...labels, ...(group === undefined ? [] : [group])];
  if (!features) return table.columns.filter(({ name }) => !others.includes(name));
  const wrong = features.find((name, index) => features.indexOf(name) < index || others.includes(name));
  if (wrong === undefined) return features.map((name) => columnOf(where, table, name));
  throw new RangeError(
    `${where}: features must be columns that differ, and neither label nor group, got ${show(wrong)}`,
  );
}

/** Which rows have all that they must have. */
function completeRows(columns: readonly TableColumn[], { gaps }: TableChoices): (row: number) => boolean {
  const whole = columns.filter(({ kind }) => gaps[kind] === "drop");
  return (row) => whole.every((column) => classCell(column, row) !== undefined);
}

/** What is answered, unless it is a number, whose scale the training part decides. */
function knownOutput(
  where: string,
  table: Table,
  labels: readonly TableColumn[],
  { label, answer }: TableChoices,
): OutputSpec | undefined {
  if (typeof label !== "string") {
    if (answer === undefined) return { kind: "labels", labels: label };
    throw new RangeError(`${where}: answer is for one label, got ${label.length} of them`);
  }
  const [column] = labels;
  if ((answer ?? (holdsClasses(column!) ? "classes" : "number")) === "number") return undefined;
  return { kind: "classes", name: label, classes: classesOf(where, table, column!) };
}

function nothingToLearn(where: string, table: Table, ignored: readonly IgnoredColumn[]): RangeError {
  const reasons = ignored.map(({ name, reason }) => `${show(name)}: ${reason}`).join("; ");
  return new RangeError(
    `${where}: ${table.name}: needs a column to learn from, got ${reasons || "none but the label"}`,
  );
}
