import {
  createModel,
  classMeasures,
  labelMeasures,
  ModelInputError,
  numberMeasures,
  openModel,
} from "@reciprocal/model";
import { trainTable } from "@reciprocal/model/training";
import { DatasetFormatError } from "@reciprocal/datasets";
import { ShapeError } from "@reciprocal/spectral";
import { gives, refuses, refusesNotFinite, type Row, so } from "./cell.js";
import { uniform } from "./networks.js";

const labeled = (rows: readonly (readonly [unknown, unknown])[], others: object = {}) =>
  trainTable(rows.map(([x, label], n) => ({ x, label, n: n % 7 })) as never, {
    label: "label",
    epochs: 2,
    validation: 0,
    ...others,
  });
const many = (cell: (i: number) => unknown, label: (i: number) => unknown = (i) => (i % 2 ? "a" : "b")) =>
  Array.from({ length: 20 }, (_, i) => [cell(i), label(i)] as const);
const names = ["a", "b"];
const number = createModel({
  network: uniform(2),
  input: { kind: "numbers" },
  output: { kind: "number", name: "y", mean: 0, deviation: 1 },
});

export const modelRows: readonly Row[] = [
  {
    functions: ["trainTable"],
    cells: {
      "NaN or ±∞": so(
        "a cell of NaN is a gap, filled as `gaps` says",
        async () => (await labeled(many((i) => (i === 3 ? "NaN" : i)))).model.input.kind === "table",
      ),
      denormal: so("a column of them is left out, see `ignored`", async () => {
        const { ignored } = await labeled(many((i) => i * 1e-310));
        return ignored[0]!.name === "x";
      }),
      huge: so("a column beyond 10¹⁵⁴ is left out, see `ignored`", async () => {
        const { ignored } = await labeled(many((i) => i * 1e300));
        return ignored[0]!.name === "x";
      }),
      constant: so("a column of one value is left out, see `ignored`", async () => {
        const { ignored } = await labeled(many(() => 7));
        return ignored[0]!.name === "x";
      }),
      "one class": refuses(DatasetFormatError, "", () =>
        labeled(
          many(
            (i) => i,
            () => "a",
          ),
        ),
      ),
      "one sample": refuses(DatasetFormatError, "", () => labeled([[1, "a"]])),
      none: refuses(DatasetFormatError, "", () => labeled([])),
      "empty text": so("a gap; a row without a label is left out", async () => {
        const { rows } = await labeled(
          many(
            (i) => (i === 3 ? "" : i),
            (i) => (i === 4 ? "" : i % 2 ? "a" : "b"),
          ),
        );
        return rows.leftOut === 1;
      }),
    },
  },
  {
    functions: ["`openModel` of a table"],
    cells: {
      "NaN or ±∞": so("NaN is a gap; infinities are a `RangeError`", async () => {
        const predictor = await openModel((await labeled(many((i) => i))).model);
        const { label } = (await predictor.predict({ x: NaN, n: 1 })) as { label: string };
        const refused = await Promise.all(
          [Infinity, -Infinity].map((x) =>
            predictor.predict({ x, n: 1 }).then(
              () => false,
              (error: unknown) => error instanceof RangeError,
            ),
          ),
        );
        return names.includes(label) && refused.every(Boolean);
      }),
      huge: refuses(ModelInputError, "", async () =>
        (await openModel((await labeled(many((i) => i))).model)).predict({ x: 1e308, n: 1 }),
      ),
    },
  },
  {
    functions: ["`openModel` of numbers"],
    cells: {
      "NaN or ±∞": refusesNotFinite(ModelInputError, "must be finite", async (x) =>
        (await openModel(number)).predict([x]),
      ),
      denormal: so(
        "computed as they are",
        async () => ((await (await openModel(number)).predict([1e-40])) as { value: number }).value > 0,
      ),
      huge: refuses(RangeError, "predict: output 0 of sample 0 is Infinity", async () =>
        (await openModel(number)).predict([3e38]),
      ),
      "one sample": gives("one answer", async () => (await openModel(number)).predict([3]), { value: 6 }),
      none: gives("no answers", async () => (await openModel(number)).predict([] as never), []),
    },
  },
  {
    functions: ["classMeasures"],
    cells: {
      "NaN or ±∞": gives(
        "NaN is an error, infinite scores have their order",
        () => {
          let name = "";
          try {
            classMeasures([0], [NaN, 1], { classes: names });
          } catch (error) {
            name = (error as Error).name;
          }
          return [name, classMeasures([1], [-Infinity, Infinity], { classes: names }).accuracy];
        },
        ["RangeError", 1],
      ),
      constant: gives(
        "of equal scores the first counts",
        () => classMeasures([0, 1], [1, 1, 1, 1], { classes: names }).accuracy,
        0.5,
      ),
      "one class": gives(
        "no recall for a class without samples",
        () => classMeasures([0], [0], { classes: names }).classes[1],
        { name: "b", count: 0 },
      ),
      "one sample": gives("right or wrong", () => classMeasures([0], [1], { classes: names }).accuracy, 0),
      none: refuses(ShapeError, "needs samples", () => classMeasures([], [], { classes: names })),
      "width 1": refuses(RangeError, "classes must be an array of at least 2", () =>
        classMeasures([0], [0], { classes: ["a"] }),
      ),
    },
  },
  {
    functions: ["labelMeasures"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "predicted[0] must be a finite number", (x) =>
        labelMeasures([1], [x], { labels: ["a"] }),
      ),
      "one sample": gives("right or wrong", () => labelMeasures([1], [0.5], { labels: ["a"] }).accuracy, 1),
      none: refuses(ShapeError, "needs 1 numbers per sample", () => labelMeasures([], [], { labels: ["a"] })),
      "width 1": gives("one label", () => labelMeasures([1], [0.9], { labels: ["a"] }).labels.length, 1),
    },
  },
  {
    functions: ["numberMeasures"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "predicted[0] must be a finite number", (x) =>
        numberMeasures([1], [x]),
      ),
      denormal: so(
        "measured, though squares vanish",
        () => numberMeasures([5e-324], [0]).meanAbsoluteError === 5e-324,
      ),
      huge: refuses(RangeError, "pass the largest float64", () => numberMeasures([1e200], [0])),
      constant: so("no R²", () => numberMeasures([3, 3], [1, 2]).r2 === undefined),
      "one sample": so("no R²", () => numberMeasures([3], [1]).r2 === undefined),
      none: refuses(ShapeError, "needs samples and an answer for each", () => numberMeasures([], [])),
    },
  },
];
