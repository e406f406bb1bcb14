import { readTable } from "@reciprocal/datasets";
import { createNetwork, forward } from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Answer } from "./answers/answer.js";
import { ModelInputError } from "./errors.js";
import { encodeModel } from "./files/model-file.js";
import { createModel } from "./model.js";
import { type NetworkPredictor, openModel } from "./open-model.js";
import type { Row } from "./table/table-source.js";
import { imageModel, numbersModel, tableModel } from "./testing/models.js";

const row = (age: unknown, town: unknown, other: unknown = 0) =>
  Object.fromEntries([
    ["age", age],
    ["town", town],
    ["__proto__", other],
  ]) as Row;

/** What the network of the model of rows answers to its six inputs. */
const outputsOf = (...inputs: number[]) => [...forward(tableModel.network, inputs.map(Math.fround))];

const probabilitiesOf = (answer: { readonly probabilities?: object | undefined }) =>
  Object.values(answer.probabilities!) as number[];

describe("predict of a model of rows", () => {
  it("keeps words that are numbers by a decimal comma, such as sizes", async () => {
    const sizes = createModel({
      network: createNetwork({ inputShape: 3, layers: [{ kind: "dense", units: 1 }], seed: 1 }),
      input: {
        kind: "table",
        columns: [{ kind: "words", name: "size", words: ["36,5", "XL"], unseen: [0, 0, 1] }],
        missing: [],
      },
      output: { kind: "number", name: "price", mean: 0, deviation: 1 },
    });
    const { predict } = await openModel(sizes);
    expect(await predict("size;age\n36,5;1")).toEqual([await predict({ size: "36,5" })]);
    expect(await predict({ size: "36,5" })).not.toEqual(await predict({ size: "other" }));
  });

  it("scales numbers, and gives words and gaps their places", async () => {
    const { predict } = await openModel(encodeModel(tableModel));
    const cases: [Row, number[]][] = [
      [row(40.75, "Rome"), [1, 0, 1, 0, 0, 0]],
      [row("40.75", "Oslo"), [1, 1, 0, 0, 0, 0]],
      [row(null, "Paris"), [-2.5 / 10.25, 0, 0, 1, 0, 0]],
      [row(30.5, "?", 2e300), [0, 0, 0, 0, 1, 2]],
      [row(" ? ", undefined), [-2.5 / 10.25, 0, 0, 0, 1, 0]],
    ];
    for (const [given, inputs] of cases) {
      const answer = await predict(given);
      const outputs = outputsOf(...inputs);
      expect(Object.keys(answer.probabilities ?? {}).sort()).toEqual(["__proto__", "b", "é"]);
      for (const [index, name] of ["é", "b", "__proto__"].entries()) {
        const value = new Map(Object.entries(answer.probabilities ?? {})).get(name);
        expect(value).toBeCloseTo(outputs[index]!, 6);
      }
      expect(answer.label).toBe(["é", "b", "__proto__"][outputs.indexOf(Math.max(...outputs))]);
    }
  });

  it("answers the same for a row alone, among others, as text, and with columns in any order", async () => {
    const { predict } = await openModel(tableModel);
    const cell = fc.record({
      age: fc.option(fc.integer({ min: -100, max: 100 })),
      town: fc.constantFrom("Oslo", "Rome", "Bari", null),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async (cells) => {
        const rows = cells.map(({ age, town }) => row(age, town));
        const all = await predict(rows);
        const alone = await Promise.all(rows.map((one) => predict(one)));
        expect(alone).toEqual(all);
        const text = [
          "note,town,__proto__,age",
          ...cells.map(({ age, town }) => `x,${town ?? "?"},0,${age ?? ""}`),
        ];
        expect(await predict(text.join("\n"))).toEqual(all);
        expect(await predict<Answer[]>(new TextEncoder().encode(text.join("\n")))).toEqual(all);
        expect(await predict(readTable(text.join("\n")))).toEqual(all);
        const reversed = rows.map((one) => Object.fromEntries(Object.entries(one).reverse()));
        expect(await predict(reversed)).toEqual(all);
      }),
      { numRuns: 40 },
    );
  });

  it.each<[unknown, string | RegExp, abstract new (...args: never[]) => Error]>([
    [{ age: 1, town: "Rome" }, `needs the column "__proto__", got "age", "town"`, ModelInputError],
    ["age,__proto__\n1,2", `needs the column "town", got "age", "__proto__"`, ModelInputError],
    [row(1, "Rome", null), `row at 1, column "__proto__": needs a value`, ModelInputError],
    [row("old", "Rome"), `column "age": must be a number, got "old"`, ModelInputError],
    [row(1e300, "Rome"), `column "age": must be a number nearer to those of training`, ModelInputError],
    [[row(1, "Rome"), 5], "row 2: must be an object", TypeError],
    [5, "predict: needs a row as an object", TypeError],
    [null, "predict: needs a row as an object", TypeError],
    [new Float32Array(3), "predict: needs a row as an object", TypeError],
  ])("refuses %j", async (given, message, type) => {
    const { predict } = await openModel(tableModel);
    const answered = predict(given as never);
    await expect(answered).rejects.toThrow(message);
    await expect(predict(given as never)).rejects.toBeInstanceOf(type);
  });

  it("gives no answers for no rows", async () => {
    const { predict } = await openModel(tableModel);
    expect(await predict([])).toEqual([]);
  });
});

describe("predict of a model of numbers", () => {
  it("answers in the unit of what was learnt", async () => {
    const { predict } = await openModel(numbersModel);
    const [needed] = forward(numbersModel.network, [1, 0, -1, 2]);
    const { value } = await predict([2, 2, 1, 8]);
    expect(value).toBeCloseTo(needed! * 20 + 100, 4);
    expect(await predict([Float32Array.of(2, 2, 1, 8), [2, 2, 1, 8]])).toEqual([{ value }, { value }]);
  });

  it.each([[[1, 2, 3]], [[[1, 2, 3, 4], [1]]], [[1, 2, 3, NaN]], ["1,2,3,4"], [{ a: 1 }], [[1, "2", 3, 4]]])(
    "refuses %j",
    async (given) => {
      const { predict } = await openModel(numbersModel);
      await expect(predict(given as never)).rejects.toThrow(/^predict: /);
    },
  );
});

describe("predict of a model of images", () => {
  const gray = [0, 51, 102, 153, 204, 255];
  const png = (size: Partial<{ width: number; height: number }> = {}) =>
    sharp(Uint8Array.from(gray), { raw: { width: 3, height: 2, channels: 1 } })
      .resize({ width: 3, height: 2, ...size, fit: "fill", kernel: "nearest" })
      .toColourspace("b-w")
      .png()
      .toBuffer();
  const outputs = [
    ...forward(
      imageModel.network,
      gray.map((byte) => (byte / 255 - 0.5) / 0.25),
    ),
  ];

  it("reads the bytes of files and pixels of a canvas to the same numbers", async () => {
    const { predict } = await openModel(encodeModel(imageModel));
    const answer = await predict(await png());
    expect(probabilitiesOf(answer)[0]).toBeCloseTo(outputs[0]!, 6);
    expect(probabilitiesOf(answer)[1]).toBeCloseTo(outputs[1]!, 6);
    expect(answer.labels).toEqual(["light", "dark"].filter((_, index) => outputs[index]! >= 0.5));
    const data = Uint8ClampedArray.from(gray.flatMap((byte) => [byte, byte, byte, 255]));
    expect(await predict([{ data, width: 3, height: 2 }])).toEqual([answer]);
  });

  it("brings images to size as the model says: here with a white border", async () => {
    const { predict } = await openModel(imageModel);
    const black = sharp(new Uint8Array(2), { raw: { width: 1, height: 2, channels: 1 } });
    const needed = forward(imageModel.network, [2, -2, 2, 2, -2, 2]); // (1 − 0.5) / 0.25, and of 0
    expect(probabilitiesOf(await predict(await black.png().toBuffer()))[0]).toBeCloseTo(needed[0]!, 6);
  });

  it("takes gray of the same luminance, as image folders are read", async () => {
    const { predict } = await openModel(imageModel);
    const colors = [
      [0, 255, 0],
      [255, 0, 0],
      [0, 0, 255],
      [10, 200, 30],
      [255, 255, 255],
      [7, 7, 7],
    ];
    const file = await sharp(Uint8Array.from(colors.flat()), { raw: { width: 3, height: 2, channels: 3 } })
      .png()
      .toBuffer();
    const data = Uint8ClampedArray.from(colors.flatMap((color) => [...color, 255]));
    const [fromFile, fromPixels] = [await predict(file), await predict({ data, width: 3, height: 2 })];
    // one level of gray may be rounded otherwise
    for (const index of [0, 1]) {
      expect(probabilitiesOf(fromPixels)[index]).toBeCloseTo(probabilitiesOf(fromFile)[index]!, 2);
    }
  });

  it.each<[unknown, string]>([
    [Uint8Array.of(1, 2, 3), "predict: the image cannot be read: decodeImage: 3 bytes: needed an image"],
    [{ data: new Uint8ClampedArray(4), width: 1, height: 1 }, "must be 2×3 pixels (height×width), got 1×1"],
    [{ data: new Uint8ClampedArray(6), width: 3, height: 2 }, "must have 24 bytes, four a pixel, got 6"],
    ["file.png", "the image must be the bytes of a file"],
  ])("refuses %j", async (given, message) => {
    const { predict } = await openModel(imageModel);
    await expect(predict(given as never)).rejects.toThrow(message);
  });
});

describe("openModel", () => {
  it("computes by what it is given, and releases that", async () => {
    const calls: string[] = [];
    const createPredictor = (): NetworkPredictor => ({
      predict: (inputs) => Promise.resolve(Float32Array.of(inputs.length, 1)),
      release: () => void calls.push("released"),
    });
    const { predict, release } = await openModel(numbersModel, { createPredictor });
    expect(
      await predict([
        [1, 2, 3, 4],
        [1, 2, 3, 4],
      ]),
    ).toEqual([{ value: 8 * 20 + 100 }, { value: 120 }]);
    await release();
    await release();
    expect(calls).toEqual(["released"]);
    await expect(predict([1, 2, 3, 4])).rejects.toThrow("predict: the model was released; open it again");
  });

  it("releases after the calls that were made, whether they succeed or not", async () => {
    const calls: string[] = [];
    let answer: (outputs: Float32Array) => void = () => {};
    const createPredictor = (): NetworkPredictor => ({
      predict: () => new Promise((resolve) => (answer = resolve)),
      release: () => void calls.push("released"),
    });
    const { predict, release } = await openModel(numbersModel, { createPredictor });
    const failed = predict([1]).catch(() => calls.push("failed"));
    const one = predict([1, 2, 3, 4]).then(() => calls.push("answered"));
    const released = release();
    expect(release()).toBe(released);
    await failed;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(calls).toEqual(["failed"]);
    answer(Float32Array.of(1));
    await Promise.all([one, released]);
    expect(calls.sort()).toEqual(["answered", "failed", "released"]);
  });

  it.each<[number[], typeof RangeError | typeof ShapeError, string]>([
    [[NaN], RangeError, "predict: output 0 of sample 0 is NaN; the predictor must give finite numbers"],
    [[-Infinity], RangeError, "predict: output 0 of sample 0 is -Infinity"],
    [[1, 2], ShapeError, "predict: the predictor must give 1 × 1 numbers, got 2"],
    [[], ShapeError, "got 0"],
  ])("refuses what is no answer: %j", async (outputs, type, message) => {
    const createPredictor = () => ({ predict: () => Float32Array.from(outputs) });
    const { predict } = await openModel(numbersModel, { createPredictor });
    await expect(predict([1, 2, 3, 4])).rejects.toThrow(type);
    await expect(predict([1, 2, 3, 4])).rejects.toThrow(message);
  });

  it("names no class where an output is NaN", async () => {
    const createPredictor = () => ({ predict: () => Float32Array.of(0.5, NaN, 0.5) });
    const { predict } = await openModel(tableModel, { createPredictor });
    await expect(predict(row(1, "Rome"))).rejects.toThrow("predict: output 1 of sample 0 is NaN");
  });

  it("refuses an answer that does not fit float64 in its unit", async () => {
    const output = { kind: "number", name: "price", mean: 0, deviation: 1e300 } as const;
    const createPredictor = () => ({ predict: () => Float32Array.of(1e30) });
    const { predict } = await openModel({ ...numbersModel, output }, { createPredictor });
    await expect(predict([1, 2, 3, 4])).rejects.toThrow(
      "predict: the answer 1.0000000150474662e+30 × 1e+300 must be a finite number, got Infinity",
    );
  });

  it("refuses unknown options, and what is no model", async () => {
    await expect(openModel(tableModel, { engine: 1 } as never)).rejects.toThrow(
      "openModel: unknown option engine",
    );
    await expect(openModel({} as never)).rejects.toThrow(
      "openModel: needs a model, or the bytes of its file as a Uint8Array, got an object of nothing",
    );
    await expect(openModel("model.rcp" as never)).rejects.toThrow('got "model.rcp"; read the file first');
    await expect(openModel(new ArrayBuffer(50) as never)).rejects.toThrow("of the class ArrayBuffer");
    await expect(openModel(Uint8Array.of(1))).rejects.toThrow("a file has at least 44 bytes, got 1");
  });
});
