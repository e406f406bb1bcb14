import { gzipSync } from "node:zlib";
import {
  DatasetFormatError,
  datasetFromCsv,
  readTable,
  type ReadTableOptions,
  regressionFromCsv,
  type Table,
} from "@reciprocal/datasets";
import fc from "fast-check";
import { anyByteDamage } from "../damage/bytes.js";
import { damagedText } from "../damage/text.js";
import { checkError } from "../judge.js";
import { mustHold, type Target } from "../target.js";

const seeds = [
  "length,width,species\n5.1,3.5,setosa\n7,3.2,versicolor\n6.3,3.3,virginica\n5.8,2.7,virginica\n",
  "age;town;price\n1,5;Paris;10\n?;Rome;20,5\n30;Oslo;\n",
  '# a comment\n"a","b ""quoted""","species"\n1,"x, y",p\n2,"two\nlines",q\n',
  "1\t2\t3\n4\t5\t6\n7\t8\t9\n",
  "sep=|\na|species|price\n1|x|2\n2|y|3\n",
  "\uFEFFname,price,species\r\nAnn,1e3,a\r\nBob,-2.5E-3,b\r\n",
  "species\na\nb\n",
];

const zipped = seeds.map((seed) => gzipSync(seed));
const wide = seeds.map((seed) => Buffer.from(`\uFEFF${seed}`, "utf16le"));

const permits = (error: Error) => error instanceof DatasetFormatError;

export const csv: Target<Table> = {
  name: "csv",
  inputs: fc.oneof(
    { weight: 6, arbitrary: damagedText(seeds) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...zipped, ...wide), anyByteDamage)
        .map(([bytes, damage]) => damage(bytes, zipped[0]!)),
    },
  ),
  read: (bytes) => readTable(bytes),
  permits,
  check(table, bytes) {
    checkTable(table);
    checkSame(table, readTable(rewritten(table), optionsFor(table)));
    for (const read of [
      () => {
        const { inputs, labels, count, features, classes } = datasetFromCsv(bytes, {
          label: "species",
          gaps: "mean",
        });
        mustHold(
          inputs.length === count * features && inputs.every(Number.isFinite),
          "must have finite features",
        );
        mustHold(
          labels.length === count && labels.every((label) => label >= 0 && label < classes),
          "must have labels of its classes",
        );
      },
      () => {
        const { inputs, targets, count, features } = regressionFromCsv(bytes, {
          targets: ["price"],
          gaps: "drop",
        });
        mustHold(
          inputs.length === count * features && inputs.every(Number.isFinite),
          "must have finite features",
        );
        mustHold(targets.length === count && targets.every(Number.isFinite), "must have finite targets");
      },
    ]) {
      try {
        read();
      } catch (error) {
        checkError({ permits }, error);
      }
    }
  },
};

export function checkTable({ count, columns, lines }: Table): void {
  mustHold(count >= 1 && lines.length === count, "must have rows, and know where they come from");
  mustHold(
    new Set(columns.map(({ name }) => name)).size === columns.length,
    "must have columns that differ in name",
  );
  for (const { name, values } of columns) {
    mustHold(values.length === count, `must have ${count} values in ${name}, has ${values.length}`);
  }
  for (const column of columns) {
    if (column.kind === "numbers")
      mustHold(
        column.values.every((value) => Math.abs(value) !== Infinity),
        `must have no infinite number in ${column.name}`,
      );
  }
}

/** The table as text in its plainest form. */
function rewritten({ count, columns }: Table): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = Array.from({ length: count }, (_, row) =>
    columns.map((column) =>
      quoted(column.kind === "numbers" ? numberText(column.values[row]!) : (column.values[row] ?? "")),
    ),
  );
  // a row of gaps alone would be blank
  const names = [...columns.map(({ name }) => name), last].map(quoted);
  return [names, ...rows.map((cells) => [...cells, '"1"'])].map((cells) => cells.join(",")).join("\n");
}

const numberText = (value: number) =>
  Number.isNaN(value) ? "" : Object.is(value, -0) ? "-0" : String(value);

const last = "last of all";

function optionsFor({ columns }: Table): ReadTableOptions {
  return {
    ...{ columns: [...columns.map(({ name }) => name), last], delimiter: ",", comments: "" },
    decimal: ".",
    kinds: Object.fromEntries(columns.map(({ name, kind }) => [name, kind])),
  };
}

function checkSame(table: Table, read: Table): void {
  mustHold(
    read.count === table.count,
    `must have ${table.count} rows when written and read again, got ${read.count}`,
  );
  table.columns.forEach((column, at) => {
    const again = read.columns[at]!;
    column.values.forEach((value, row) => {
      mustHold(
        Object.is(again.values[row], value),
        `must be the same when read again, got ${String(again.values[row])} for ${String(value)}`,
      );
    });
  });
}
