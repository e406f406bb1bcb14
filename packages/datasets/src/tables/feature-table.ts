import { show } from "@reciprocal/guards";
import { DatasetFormatError } from "../errors.js";
import type { SampleSet } from "../dataset.js";
import { nameList } from "../name-list.js";
import type { ReadCsvOptions } from "./csv-options.js";
import { tableOfText } from "./read-table.js";
import type { NumberColumn, Table, TableColumn, WordColumn } from "./table.js";

/** The samples of a table, and where the values to be learned stand. */
export interface FeatureTable {
  readonly samples: SampleSet;
  /** The columns to be learned. */
  readonly answers: readonly TableColumn[];
  /** The rows of the table that are samples; all have a value in the answers. */
  readonly rows: Uint32Array;
  /** An error at a column and row. */
  readonly cellError: CellError;
}

type CellError = (column: string, row: number, needed: string, got: string) => DatasetFormatError;

/** One column as features: their names, and the value of each at a row. */
interface Encoded {
  readonly names: readonly string[];
  readonly write: (row: number, target: Float32Array, offset: number) => void;
}

/**
 * Reads the feature columns of a CSV text as numbers, and finds those to be learned, which are of `answerKind`.
 *
 * @throws {TypeError} {RangeError} for options that contradict each other
 * @throws {DatasetFormatError} naming line and column, for a text that is not what the options say
 */
export function readFeatureTable(
  where: string,
  source: string | Uint8Array,
  options: ReadCsvOptions,
  answerNames: readonly string[],
  answerKind: TableColumn["kind"],
): FeatureTable {
  const { name, categories, gaps } = options;
  const kindOf = (columns: readonly string[], kind: TableColumn["kind"]) =>
    Object.fromEntries(columns.map((column) => [column, kind]));
  const table = tableOfText(where, source, {
    ...options,
    kinds: {
      ...options.kinds,
      ...kindOf(Object.keys(categories), "words"),
      ...kindOf(answerNames, answerKind),
    },
  });
  const cellError: CellError = (column, row, needed, got) =>
    new DatasetFormatError(
      `${where}, line ${table.lines[row]!}, column ${show(column)}: needed ${needed}, got ${got}`,
    );
  const answers = columnsOf(where, table, answerNames);
  const chosen = chooseFeatures(where, table, options, answerNames);

  const gapIn = (column: TableColumn, row: number) =>
    column.kind === "words" ? column.values[row] === undefined : Number.isNaN(column.values[row]);
  const needed = gaps === "refuse" || gaps === "drop" ? [...chosen, ...answers] : answers;
  const rows = Uint32Array.from({ length: table.count }, (_, row) => row).filter((row) => {
    const lacking = needed.find((column) => gapIn(column, row));
    if (lacking === undefined) return true;
    if (gaps !== "refuse") return false;
    throw cellError(lacking.name, row, "a value", "a gap; the option gaps drops such rows or fills in");
  });
  if (rows.length === 0) {
    throw new DatasetFormatError(
      `${where}: needs at least one row without gaps, got ${table.count} rows with some`,
    );
  }

  const encoded = chosen.map((column) =>
    column.kind === "words"
      ? encodeWords(where, column, rows, options, cellError)
      : encodeNumbers(where, column, rows, options, cellError),
  );
  const featureNames = encoded.flatMap(({ names }) => names);
  if (new Set(featureNames).size < featureNames.length || featureNames.length === 0) {
    throw new RangeError(`${where}: needs one or more features that differ, got ${nameList(featureNames)}`);
  }
  const features = featureNames.length;
  const inputs = new Float32Array(rows.length * features);
  let offset = 0;
  for (const { names, write } of encoded) {
    for (const [i, row] of rows.entries()) write(row, inputs, i * features + offset);
    offset += names.length;
  }
  const words = chosen.filter((column) => column.kind === "words");
  const found = words.map((column) => [column.name, wordsOf(column, rows, categories)]);
  return {
    samples: {
      name,
      inputs,
      count: rows.length,
      features,
      shape: [features],
      featureNames,
      ...(found.length > 0 && { categories: Object.fromEntries(found) as SampleSet["categories"] & {} }),
    },
    answers,
    rows,
    cellError,
  };
}

/** The number of a cell, rounded to float32. */
export function float32Of(column: string, row: number, value: number, cellError: CellError): number {
  const rounded = Math.fround(value);
  if (Number.isFinite(rounded)) return rounded;
  throw cellError(column, row, "a number below 3.4e38, the limit of float32", String(value));
}

function columnsOf(where: string, { columns }: Table, names: readonly string[]): TableColumn[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return names.map((name) => {
    const found = byName.get(name);
    if (found) return found;
    throw new DatasetFormatError(
      `${where}: needs a column ${show(name)}, got the columns ${nameList(columns.map((column) => column.name))}`,
    );
  });
}

function chooseFeatures(
  where: string,
  table: Table,
  { features = () => true, categories }: ReadCsvOptions,
  answers: readonly string[],
): TableColumn[] {
  const isAnswer = new Set(answers);
  const free = table.columns.map(({ name }) => name).filter((name) => !isAnswer.has(name));
  if (free.length === 0) {
    throw new DatasetFormatError(
      `${where}: needs a column to learn from beside ${nameList(answers)}, got none`,
    );
  }
  const chosen = typeof features === "function" ? free.filter(features) : features;
  const both = chosen.find((column) => isAnswer.has(column));
  if (both !== undefined) {
    throw new RangeError(`${where}: features must not hold what is to be learned, got ${show(both)}`);
  }
  const isChosen = new Set(chosen);
  const unused = Object.keys(categories).find((column) => !isChosen.has(column));
  if (unused !== undefined) {
    throw new RangeError(
      `${where}: categories needs columns that are features, got ${show(unused)}; features are ${nameList(chosen)}`,
    );
  }
  return columnsOf(where, table, chosen);
}

function encodeNumbers(
  where: string,
  { name, values }: NumberColumn,
  rows: Uint32Array,
  { gaps }: ReadCsvOptions,
  cellError: CellError,
): Encoded {
  const present = Array.from(rows, (row) => values[row]!).filter((value) => !Number.isNaN(value));
  if (present.length === 0) throw noValue(where, name);
  const mean = () => present.reduce((sum, value) => sum + value / present.length, 0);
  const fill = gaps === "most-frequent" ? mostFrequent(present) : mean();
  return {
    names: [name],
    write: (row, target, offset) => {
      const value = values[row]!;
      target[offset] = float32Of(name, row, Number.isNaN(value) ? fill : value, cellError);
    },
  };
}

const missingWord = "(missing)";
const otherWord = "(other)";

function encodeWords(
  where: string,
  column: WordColumn,
  rows: Uint32Array,
  { gaps, categories, otherWords, maxWords }: ReadCsvOptions,
  cellError: CellError,
): Encoded {
  const { name, values } = column;
  const words = wordsOf(column, rows, categories);
  if (words.length > maxWords) {
    throw new DatasetFormatError(
      `${where}: column ${show(name)}: needs at most ${maxWords} different words (the option maxWords), got ${words.length}; leave it out by the option features`,
    );
  }
  const present = Array.from(rows, (row) => values[row]).filter((word) => word !== undefined);
  if (present.length === 0 && gaps !== "word") throw noValue(where, name);
  const fill = gaps === "word" ? missingWord : mostFrequent(present);
  const places = [...words, ...(otherWords ? [otherWord] : []), ...(gaps === "word" ? [missingWord] : [])];
  const placeOf = new Map(places.map((word, place) => [word, place]));
  return {
    names: places.map((word) => `${name}=${word}`),
    write: (row, target, offset) => {
      const word = values[row] ?? fill;
      const place = placeOf.get(word) ?? (otherWords ? placeOf.get(otherWord) : undefined);
      if (place === undefined) throw cellError(name, row, `one of ${nameList(words)}`, show(word));
      target[offset + place] = 1;
    },
  };
}

/** The words that the options give for a column, else those in its rows by code units, the same order everywhere. */
function wordsOf(
  { name, values }: WordColumn,
  rows: Uint32Array,
  categories: ReadCsvOptions["categories"],
): readonly string[] {
  if (Object.hasOwn(categories, name)) return categories[name]!;
  const found = new Set(Array.from(rows, (row) => values[row]).filter((word) => word !== undefined));
  return [...found].sort();
}

/** The most frequent of some values, of several the first by size or code units. */
function mostFrequent<V extends string | number>(values: readonly V[]): V {
  const counts = new Map<V, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a))[0];
}

function noValue(where: string, column: string): DatasetFormatError {
  return new DatasetFormatError(
    `${where}: column ${show(column)}: needs at least one value, got gaps only; leave it out by the option features`,
  );
}
