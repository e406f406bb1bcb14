import {
  augmentImages,
  batches,
  type Dataset,
  datasetFromCsv,
  DatasetFormatError,
  kFolds,
  readTable,
  regressionFromCsv,
  selectSamples,
  shuffleDataset,
  splitDataset,
  standardize,
  tableFromRows,
  takeSamples,
} from "@reciprocal/datasets";
import { ShapeError } from "@reciprocal/spectral";
import { gives, refuses, refusesNotFinite, type Row, so } from "./cell.js";
import { f32 } from "./networks.js";

const tiny = 1.401298464324817e-45;
const rows = (...inputs: number[]) => ({ inputs: f32(...inputs), features: 1 });
const set = (count: number, label: (i: number) => number = () => 0): Dataset => ({
  ...{ name: "set", count, features: 1, shape: [1], classes: 2 },
  inputs: Float32Array.from({ length: count }, (_, i) => i),
  labels: Int32Array.from({ length: count }, (_, i) => label(i)),
});

export const datasetsRows: readonly Row[] = [
  {
    functions: ["readTable", "tableFromRows"],
    cells: {
      "NaN or ±∞": gives(
        "`NaN` is a gap, as are the other words for it; a column with `Infinity` is one of words",
        () => readTable("a,b,c\n1,Infinity,x\nNaN,2,y").columns.map(({ kind, values }) => [kind, ...values]),
        [
          ["numbers", 1, NaN],
          ["words", "Infinity", "2"],
          ["words", "x", "y"],
        ],
      ),
      denormal: gives("read as they are", () => readTable("a\n5e-324").columns[0]!.values, [5e-324]),
      huge: refuses(DatasetFormatError, "needed a number below 1.8e308", () => readTable("a\n1e308\n1e309")),
      "one sample": gives("one row", () => readTable("a\n1").columns[0]!.values, [1]),
      none: refuses(DatasetFormatError, "", (read) => read(), [
        () => readTable(""),
        () => readTable("a,b\n"),
        () => tableFromRows([]),
      ] as (() => unknown)[]),
      "empty text": gives("a gap", () => readTable("a,b\n1,\n2,x").columns[1]!.values, [undefined, "x"]),
    },
  },
  {
    functions: ["datasetFromCsv", "regressionFromCsv"],
    cells: {
      "NaN or ±∞": gives(
        "`NaN` is a gap, and so an error; `Infinity` makes a column of words",
        () => {
          let name = "";
          try {
            datasetFromCsv("a,c\nNaN,x\n1,y", { label: "c" });
          } catch (error) {
            name = (error as Error).name;
          }
          return [name, datasetFromCsv("a,c\nInfinity,x\n1,y", { label: "c" }).features];
        },
        ["DatasetFormatError", 2],
      ),
      denormal: gives(
        "rounded to float32",
        () => datasetFromCsv("a,c\n1e-45,x\n1e-46,y", { label: "c" }).inputs,
        [tiny, 0],
      ),
      huge: refuses(DatasetFormatError, "float32", () => datasetFromCsv("a,c\n1e39,x\n1,y", { label: "c" })),
      constant: gives("kept", () => datasetFromCsv("a,c\n7,x\n7,y", { label: "c" }).inputs, [7, 7]),
      "one class": refuses(DatasetFormatError, "", () => datasetFromCsv("a,c\n1,x\n2,x", { label: "c" })),
      "one sample": gives("one sample", () => regressionFromCsv("a,t\n1,2", { targets: ["t"] }).targets, [2]),
      none: refuses(DatasetFormatError, "", () => datasetFromCsv("a,c\n", { label: "c" })),
      "empty text": refuses(DatasetFormatError, "", () => datasetFromCsv("a,c\n,x\n1,y", { label: "c" })),
    },
  },
  {
    functions: ["standardize"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "standardize: ", (x) => standardize(rows(1, x))),
      denormal: gives("scaled like all others", () => standardize(rows(0, 2 * tiny)).dataset.inputs, [-1, 1]),
      huge: gives("scaled in float64", () => standardize(rows(-3e38, 3e38)).dataset.inputs, [-1, 1]),
      constant: gives(
        "0, with a deviation of 1",
        () => {
          const { dataset, deviation } = standardize(rows(7, 7));
          return [...dataset.inputs, ...deviation];
        },
        [0, 0, 1],
      ),
      "one sample": gives("0", () => standardize(rows(5)).dataset.inputs, [0]),
      none: refuses(ShapeError, "needs at least one sample, got none", () => standardize(rows())),
    },
  },
  {
    functions: ["splitDataset", "kFolds"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "fraction must be a finite number", (x) =>
        splitDataset(set(4), { fraction: x }),
      ),
      "one class": so(
        "divided like any other",
        () => splitDataset(set(4), { stratify: true, fraction: 0.5 }).heldOut.count === 2,
      ),
      "one sample": refuses(RangeError, /needs at least|must leave at least one/, (divide) => divide(), [
        () => splitDataset(set(1)),
        () => kFolds(set(1)),
      ] as (() => unknown)[]),
      none: refuses(RangeError, "", () => splitDataset(set(0))),
    },
  },
  {
    functions: ["batches", "shuffleDataset", "takeSamples", "selectSamples"],
    cells: {
      "NaN or ±∞": gives("moved as they are", () => shuffleDataset({ ...set(1), inputs: f32(NaN) }).inputs, [
        NaN,
      ]),
      "one sample": so("that sample", () => [...batches(set(1))].length === 1),
      none: refuses(RangeError, "count must be an integer", () => takeSamples(set(1), 0)),
      "one class": gives("moved as they are", () => selectSamples(set(3), [2, 0]).inputs, [2, 0]),
    },
  },
  {
    functions: ["augmentImages"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "must be", (x) => augmentImages({ shift: x })),
    },
  },
];
