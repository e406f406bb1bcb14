import { quote } from "@reciprocal/guards";
import type { Table, TableColumn } from "@reciprocal/datasets";
import type { ColumnSpec } from "../specs/input-spec.js";
import type { GapChoice } from "./gap-choice.js";

/** A column that tells nothing, and why. */
export interface IgnoredColumn {
  /** What the column is called. */
  readonly name: string;
  /** Why it is left out, as a phrase for people. */
  readonly reason: string;
}

/** How columns are learnt. */
export interface LearnSettings {
  readonly gaps: GapChoice;
  /** Words of a smaller share of the rows have one place together. */
  readonly rare: number;
  /** Whether columns were named by the caller: then none is taken for a number of the row. */
  readonly areChosen: boolean;
}

/**
 * What becomes of each column, by the rows of the training part alone: mean and deviation of numbers, lists of words, and
 * what stands for a gap. Columns that tell nothing are left out: of one value, without any, of words that hardly come
 * twice, and numbers of the rows.
 *
 * @param rows - the training part
 */
export function learnColumns(
  table: Table,
  { columns, rows }: { readonly columns: readonly TableColumn[]; readonly rows: readonly number[] },
  settings: LearnSettings,
): { readonly columns: readonly ColumnSpec[]; readonly ignored: readonly IgnoredColumn[] } {
  const learnt: ColumnSpec[] = [];
  const ignored: IgnoredColumn[] = [];
  for (const column of columns) {
    const found =
      column.kind === "numbers"
        ? learnNumbers(
            column.name,
            Array.from(rows, (row) => column.values[row]!),
            settings.gaps.numbers,
          )
        : learnWords(
            column.name,
            Array.from(rows, (row) => column.values[row]),
            settings,
          );
    if (typeof found === "string") ignored.push({ name: column.name, reason: found });
    else if (!settings.areChosen && countsRows(table, column)) {
      ignored.push({ name: column.name, reason: "it counts the rows" });
    } else learnt.push(found);
  }
  return { columns: learnt, ignored };
}

/** A number column, or why it tells nothing. */
function learnNumbers(
  name: string,
  cells: readonly number[],
  gaps: GapChoice["numbers"],
): ColumnSpec | string {
  const values = cells.filter((value) => !Number.isNaN(value));
  const [first] = values;
  if (first === undefined) return "it has no values";
  if (values.every((value) => value === first)) return `all its values are ${first}`;
  const { mean, deviation } = moments(values);
  if (!(Number.isFinite(mean) && Number.isFinite(deviation) && deviation > 0)) {
    return "its numbers are too large or too close to each other to be scaled";
  }
  const column = { kind: "numbers", name, mean, deviation } as const;
  return gaps === "drop" ? column : { ...column, gap: { mean, median: median(values) }[gaps] };
}

/** Mean and standard deviation, in two passes, since a sum of squares alone would cancel; −0 becomes 0. */
export function moments(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length + 0;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(square) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const value = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return value + 0;
}

/** Share of the cells whose words come often enough; a column of fewer is one of names. */
const leastKnown = 0.2;

/** A word column, or why it tells nothing. */
function learnWords(
  name: string,
  cells: readonly (string | undefined)[],
  { gaps: { words: gaps }, rare }: LearnSettings,
): ColumnSpec | string {
  const counts = new Map<string, number>();
  for (const word of cells) if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
  const least = Math.max(2, Math.ceil(rare * cells.length));
  const words = [...counts.keys()].filter((word) => counts.get(word)! >= least).sort(); // by code units
  const hasGaps = gaps === "own-word" && cells.includes(undefined);
  const rareCount = [...counts].reduce((sum, [, count]) => sum + (count < least ? count : 0), 0);
  if (counts.size === 0) return "it has no values";
  if (words.length === 0) return `none of its ${counts.size} words stands in ${least} rows or more`;
  const known = words.reduce((sum, word) => sum + counts.get(word)!, 0);
  if (known < leastKnown * (known + rareCount) && !hasGaps) {
    return `only ${known} of its ${known + rareCount} cells hold a word that stands in ${least} rows or more`;
  }
  if (words.length === 1 && rareCount === 0 && !hasGaps) return `all its values are ${quote(words[0]!)}`;

  const otherPlace = rareCount > 0 ? words.length : undefined;
  const gapPlace = hasGaps ? words.length + (otherPlace === undefined ? 0 : 1) : undefined;
  const width = words.length + Number(otherPlace !== undefined) + Number(gapPlace !== undefined);
  const at = (place: number) => Array.from({ length: width }, (_, index) => Number(index === place));
  // a place that was 0 in every row would have learnt nothing: an average word then stands for words that are new
  const average = Array.from({ length: width }, (_, index) =>
    index < words.length ? counts.get(words[index]!)! / known : 0,
  );
  const unseen = otherPlace === undefined ? average : at(otherPlace);
  const column = { kind: "words", name, words, unseen } as const;
  if (gaps === "drop") return column;
  if (gapPlace !== undefined) return { ...column, gap: at(gapPlace) };
  if (gaps === "own-word") return { ...column, gap: unseen };
  const frequent = words.reduce((best, word) => (counts.get(word)! > counts.get(best)! ? word : best));
  return { ...column, gap: at(words.indexOf(frequent)) };
}

/** Whether a column is the number of the row and has a name that says so, as files written by other tools often have. */
function countsRows(table: Table, column: TableColumn): boolean {
  if (column.kind !== "numbers" || table.count < 3) return false;
  const first = column.values[0]!;
  if (!(first === 0 || first === 1)) return false;
  return (
    /^(#|no\.?|nr\.?|index|row|.*id|row.?(number|names?)|unnamed.*)$/i.test(column.name) &&
    column.values.every((value, row) => value === first + row)
  );
}
