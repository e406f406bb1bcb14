import { readTable } from "@reciprocal/datasets";
import { describe, expect, it } from "vitest";
import { evaluateModel } from "../evaluate-model.js";
import { decodeModel, encodeModel } from "../files/model-file.js";
import { openModel } from "../open-model.js";
import type { NumberColumnSpec, TableInput, WordColumnSpec } from "../specs/input-spec.js";
import { iris } from "../testing/iris.js";
import type { Row } from "../table/table-source.js";
import { people } from "../testing/people.js";
import { trainTable } from "./train-table.js";
import type { TrainTableOptions } from "./table-options.js";

/** Enough to see what comes out, not enough to learn. */
const short = { epochs: 2 } as const;

const csv = (rows: readonly Row[]) =>
  [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row).map((cell) => cell ?? ""))]
    .map((cells) => cells.join(","))
    .join("\n");

const columnsOf = (input: unknown) =>
  Object.fromEntries((input as TableInput).columns.map((one) => [one.name, one]));

describe("trainTable", () => {
  it("learns irises from the name of the label alone, the same numbers every time", async () => {
    const { model, measures, rows } = await trainTable(iris, { label: "species", method: "dense" });
    expect(rows).toEqual({ training: 120, heldOut: 30, leftOut: 0 });
    expect(measures).toMatchObject({ kind: "classes", count: 30 });
    expect(measures?.kind === "classes" && measures.accuracy).toBeGreaterThan(0.85);
    const again = await trainTable(csv(iris), { label: "species", method: "dense" });
    expect(encodeModel(again.model)).toEqual(encodeModel(model));
  });

  it("warns of a model that has learnt no more than the most frequent class", async () => {
    const warnings: string[] = [];
    const onWarning = (message: string) => void warnings.push(message);
    // nine in ten are "no", and the number says nothing
    const rows = Array.from({ length: 100 }, (_, row) => ({
      number: (row * 7) % 13,
      kind: row % 10 ? "no" : "yes",
    }));
    const { measures } = await trainTable(rows, { label: "kind", epochs: 5, onWarning });
    expect(measures).toMatchObject({ accuracy: 0.9 });
    const own = () => warnings.filter((message) => message.startsWith("trainTable")); // fit warns of its loss
    expect(own()).toEqual([
      'trainTable: the answers for the held-out samples are no better than always answering "no", which is right for 0.900',
    ]);
    await trainTable(iris, { label: "species", onWarning });
    expect(own()).toHaveLength(1);
  });

  it("gives a model whose file predicts from raw rows what training measured", async () => {
    const rows = people(300);
    const { model, history } = await trainTable(rows, { label: "saved", epochs: 5, validation: 0 });
    const opened = await openModel(decodeModel(encodeModel(model)));
    const answers = await opened.predict(rows);
    const right = answers.filter(({ label }, row) => label === rows[row]!.saved).length;
    const measures = await evaluateModel(model, rows);
    expect(measures).toMatchObject({ kind: "classes", count: 300, accuracy: right / 300 });
    expect(history).toHaveLength(5);
  });

  it("takes mean and deviation of the training part alone", async () => {
    const rows = iris.map((row, index) => ({ ...row, index }));
    const half = await trainTable(rows, { label: "species", validation: 0.5, ...short });
    const whole = await trainTable(rows, { label: "species", validation: 0, ...short });
    const mean = (model: typeof half) =>
      (columnsOf(model.model.input)["petalLength"] as { mean: number }).mean;
    const all = iris.reduce((sum, { petalLength }) => sum + petalLength!, 0) / 150;
    expect(mean(whole)).toBeCloseTo(all, 12);
    expect(Math.abs(mean(half) - all)).toBeGreaterThan(1e-3);
  });

  it("has a place for words that are rare, which stands for new ones, and one for gaps", async () => {
    const { model, ignored } = await trainTable(people(1000), { label: "saved", ...short });
    const { sex, cabin, port, age } = columnsOf(model.input);
    expect(sex).toMatchObject({ words: ["female", "male"] });
    expect((sex as WordColumnSpec).unseen.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(cabin).toMatchObject({ words: ["first", "second", "third"], gap: [0, 0, 0, 1] });
    expect(port).toMatchObject({ words: ["C", "S"], unseen: [0, 0, 1], gap: [0, 0, 1] });
    expect(age).toMatchObject({ kind: "numbers", gap: (age as { mean: number }).mean });
    expect(ignored).toEqual([
      { name: "id", reason: "it counts the rows" },
      { name: "name", reason: "none of its 800 words stands in 8 rows or more" },
    ]);
  });

  it("holds out a share of each class, and keeps groups together", async () => {
    const rows = [...iris.slice(0, 60), ...iris.slice(100, 110)].map((row, index) => ({
      ...row,
      plant: `plant ${index % 7}`,
    }));
    const { rows: counts, measures } = await trainTable(rows, { label: "species", ...short });
    expect(counts).toEqual({ training: 56, heldOut: 14, leftOut: 0 });
    expect(measures?.kind === "classes" && measures.classes.map(({ count }) => count)).toEqual([10, 2, 2]);
    const grouped = await trainTable(rows, { label: "species", group: "plant", ...short });
    expect(grouped.rows.heldOut % 10).toBe(0);
    expect(Object.keys(columnsOf(grouped.model.input))).not.toContain("plant");
  });

  it("treats gaps as it is told", async () => {
    const rows = people(200);
    const median = await trainTable(rows, {
      ...{ label: "saved", features: ["age", "cabin"], ...short },
      gaps: { numbers: "median", words: "most-frequent" },
    });
    const { age, cabin } = columnsOf(median.model.input);
    expect(Number.isInteger(2 * (age as NumberColumnSpec).gap!)).toBe(true);
    expect((cabin as WordColumnSpec).gap!.toSorted()).toEqual([0, 0, 1]);
    const dropped = await trainTable(rows, {
      ...{ label: "saved", features: ["age", "cabin"], ...short },
      gaps: { numbers: "drop", words: "drop" },
    });
    const gaps = rows.filter((row) => row.age === null || row.cabin === null).length;
    expect(gaps).toBeGreaterThan(0);
    expect(dropped.rows.leftOut).toBe(gaps);
    const { predict } = await openModel(dropped.model);
    await expect(predict({ age: null, cabin: "first" })).rejects.toThrow(
      `predict: rows, row at 1, column "age": needs a value, since rows with gaps in "age" were left out of training`,
    );
  });

  it("learns a number and answers in its unit", async () => {
    const rows = people(400);
    const { model, measures } = await trainTable(rows, {
      ...{ label: "fare", features: ["age", "cabin"], method: "dense" },
    });
    expect(model.output).toMatchObject({ kind: "number", name: "fare" });
    const { predict } = await openModel(model);
    const { value } = await predict({ age: 40, cabin: "first" });
    expect(value).toBeGreaterThan(150); // 10 + 2 · 40 + 100
    expect(value).toBeLessThan(220);
    if (measures?.kind !== "number") throw new Error("measures must be those of numbers");
    const answers = await predict(rows);
    const errors = rows.map(({ fare }, row) => Math.abs(answers[row]!.value! - fare));
    expect(await evaluateModel(model, rows)).toMatchObject({
      meanAbsoluteError: expect.closeTo(errors.reduce((sum, error) => sum + error) / 400, 9) as number,
    });
  });

  it("leaves rows without a label out of training, and answers them", async () => {
    const rows = iris.map((row, index) => (index % 3 === 0 ? { ...row, species: null } : row));
    const { model, rows: counts } = await trainTable(rows, { label: "species", ...short });
    // 33, 33 and 34 of the classes have labels, of which 7 each are held out
    expect(counts).toEqual({ training: 79, heldOut: 21, leftOut: 50 });
    const { predict } = await openModel(model);
    expect((await predict(rows[0]!)).label).toBeTypeOf("string");
    expect((await evaluateModel(model, rows)).count).toBe(100);
  });

  it("takes whole numbers that come again for classes, unless told", async () => {
    const rows = iris.map(({ petalLength, petalWidth }, row) => ({ petalLength, petalWidth, kind: row % 3 }));
    const classes = await trainTable(rows, { label: "kind", ...short });
    expect(classes.model.output).toEqual({ kind: "classes", name: "kind", classes: ["0", "1", "2"] });
    const number = await trainTable(rows, { label: "kind", answer: "number", ...short });
    expect(number.model.output.kind).toBe("number");
    const lengths = await trainTable(rows, { label: "petalLength", ...short });
    expect(lengths.model.output.kind).toBe("number");
  });

  it("learns several labels at once", async () => {
    const rows = people(300).map(({ sex, cabin, age }) => ({
      sex,
      cabin,
      woman: sex === "female",
      old: age! > 40 ? 1 : 0,
    }));
    const { model, measures } = await trainTable(rows, {
      ...{ label: ["woman", "old"], method: "dense", epochs: 20 },
    });
    expect(measures?.kind).toBe("labels");
    const { predict } = await openModel(model);
    const answer = await predict({ sex: "female", cabin: "first" });
    expect(Object.keys(answer.probabilities!)).toEqual(["woman", "old"]);
    expect(answer.labels).toContain("woman");
    expect((await evaluateModel(model, rows)).kind).toBe("labels");
  });

  it("takes what readTable gives, and reads texts as it is told", async () => {
    const text =
      "a;b;kind\n" + iris.map((row) => `${row.petalLength};${row.sepalWidth};${row.species}`).join("\n");
    const one = await trainTable(readTable(text.replaceAll(".", ",")), { label: "kind", ...short });
    const other = await trainTable(text, { label: "kind", ...short, table: { delimiter: ";" } });
    expect(encodeModel(one.model)).toEqual(encodeModel(other.model));
  });

  it.each<[string, TrainTableOptions, string | RegExp]>([
    [
      "a label that is not there",
      { label: "kind" },
      /needs the column "kind", got "sepalLength", .*"species"/,
    ],
    [
      "an unknown option",
      { label: "species", epoch: 3 } as never,
      /unknown option epoch; did you mean epochs\?/,
    ],
    ["an unknown method", { label: "species", method: "sparse" as never }, "method must be one of spectral,"],
    [
      "words as a number",
      { label: "species", answer: "number" },
      /needs numbers, got words such as "setosa"/,
    ],
    [
      "the label as group",
      { label: "species", group: "species" },
      "group must be another column than the label",
    ],
    [
      "a feature twice",
      { label: "species", features: ["petalWidth", "petalWidth"] },
      "features must be columns that differ",
    ],
    [
      "the label as a feature",
      { label: "species", features: ["species"] },
      "features must be columns that differ",
    ],
    [
      "labels that say neither",
      { label: ["species", "petalWidth"] },
      /must be 1, true or yes, or 0, false or no, got/,
    ],
    ["an answer for labels", { label: ["species"], answer: "classes" }, "answer is for one label, got 1"],
    ["a width below 0", { label: "species", width: -1 }, "width must be an integer of at least 0, got -1"],
    ["all held out", { label: "species", validation: 1 }, "validation must be a finite number"],
  ])("refuses %s", async (_, options, message) => {
    await expect(trainTable(iris, options)).rejects.toThrow(message);
    await expect(trainTable(iris, options)).rejects.toThrow(/^trainTable: /);
  });

  it("refuses tables that tell nothing", async () => {
    await expect(
      trainTable(
        iris.map(({ species }) => ({ species, a: 1 })),
        { label: "species" },
      ),
    ).rejects.toThrow(`needs a column to learn from, got "a": all its values are 1`);
    await expect(trainTable(iris.slice(0, 50), { label: "species" })).rejects.toThrow(
      "needs two classes or more",
    );
    await expect(trainTable(5 as never, { label: "species" })).rejects.toThrow(TypeError);
  });
});
