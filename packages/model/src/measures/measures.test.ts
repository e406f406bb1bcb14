import { ShapeError } from "@reciprocal/spectral";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classMeasures } from "./class-measures.js";
import { formatMeasures } from "./format-measures.js";
import { labelMeasures } from "./label-measures.js";
import { numberMeasures } from "./number-measures.js";

const classes = ["a", "b", "c", "d"];

describe("guessing", () => {
  it("is told of a model that is no better than the most frequent class, or the mean", () => {
    const said = (predicted: number[]) =>
      formatMeasures(classMeasures([0, 1, 1, 2], predicted, { classes: ["a", "b", "c"] })).split("\n")[1];
    const line = 'no better than always answering "b", which is right for 0.500';
    expect(said([1, 1, 1, 1])).toBe(line);
    expect(said([0, 0, 0, 2])).toBe(line);
    expect(said([0, 1, 1, 1])).toBe("");
    // nothing else could be answered
    const same = formatMeasures(classMeasures([1, 1], [1, 1], { classes: ["a", "b"] }));
    expect(same).not.toContain("no better");
    const mean = "no better than always answering the mean, whose R² is 0";
    expect(formatMeasures(numberMeasures([1, 3], [2, 2]))).toContain(`${mean}\n\n| measure`);
    expect(formatMeasures(numberMeasures([1, 3], [1, 2]))).not.toContain("no better");
  });
});

describe("classMeasures", () => {
  // a: 2 samples, both found; b: 2, one taken for a; c: 1, taken for b; d: none, and none said
  const actual = [0, 0, 1, 1, 2];
  const predicted = [0, 0, 1, 0, 1];
  const measures = classMeasures(actual, predicted, { classes });

  it("counts, worked by hand", () => {
    expect(measures.count).toBe(5);
    expect(measures.accuracy).toBe(3 / 5);
    expect(measures.confusion).toEqual([
      [2, 0, 0, 0],
      [1, 1, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect(measures.classes).toEqual([
      { name: "a", count: 2, precision: 2 / 3, recall: 1, f1: 4 / 5 },
      { name: "b", count: 2, precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 },
      { name: "c", count: 1, recall: 0, f1: 0 },
      { name: "d", count: 0 },
    ]);
    // over a, b and c; d has nothing to say
    expect(measures.macro).toEqual({
      precision: (2 / 3 + 1 / 2 + 0) / 3,
      recall: (1 + 1 / 2 + 0) / 3,
      f1: (4 / 5 + 1 / 2 + 0) / 3,
    });
    expect(measures.top).toEqual([]);
  });

  it("ranks scores, of equal ones the first before the others", () => {
    const scores = [0.1, 0.4, 0.3, 0.2, 0.25, 0.25, 0.25, 0.25, 0.7, 0.1, 0.2, 0];
    const { accuracy, top } = classMeasures([2, 2, 3], scores, { classes, top: [1, 2, 3, 4] });
    expect(accuracy).toBe(0);
    // the right one is second, third and fourth
    expect(top.map((one) => one.accuracy)).toEqual([0, 1 / 3, 2 / 3, 1]);
  });

  it("agrees with itself: rows sum to the samples, top 1 is the accuracy", () => {
    const score = fc.integer({ min: 0, max: 5 });
    const samples = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), score, score, score, score), {
      minLength: 1,
    });
    fc.assert(
      fc.property(samples, (list) => {
        const actual = list.map(([own]) => own);
        const scores = list.flatMap(([, ...scores]) => scores);
        const measured = classMeasures(actual, scores, { classes, top: [1, 4] });
        expect(measured.confusion.flat().reduce((a, b) => a + b)).toBe(list.length);
        expect(measured.top.map((one) => one.accuracy)).toEqual([measured.accuracy, 1]);
        const best = list.map(([, ...scores]) => scores.indexOf(Math.max(...scores)));
        expect(classMeasures(actual, best, { classes }).confusion).toEqual(measured.confusion);
      }),
    );
  });

  it("refuses what does not fit", () => {
    expect(() => classMeasures([], [], { classes })).toThrow(ShapeError);
    expect(() => classMeasures([0, 1], [0, 1, 2], { classes })).toThrow(
      "classMeasures: needs samples, and as many answers or 4 scores for each, got 2 samples and 3 answers",
    );
    expect(() => classMeasures([4], [0], { classes })).toThrow(
      "actual[0] must be an integer from 0 to 3, got 4",
    );
    expect(() => classMeasures([0], [-1], { classes })).toThrow(
      "predicted[0] must be an integer from 0 to 3, got -1",
    );
    expect(() => classMeasures([0], [0, NaN, 0, 0], { classes })).toThrow(
      "score 1 of sample 0 must be a number, got NaN",
    );
    expect(() => classMeasures([0], [0], { classes, k: 1 } as never)).toThrow("unknown option k");
  });
});

describe("numberMeasures", () => {
  it("measures, worked by hand", () => {
    // errors 1, −1, 2, 0; needed − mean: −1.5, −0.5, 0.5, 1.5, squares sum to 5
    expect(numberMeasures([1, 2, 3, 4], [2, 1, 5, 4])).toEqual({
      kind: "number",
      count: 4,
      meanAbsoluteError: 1,
      rootMeanSquaredError: Math.sqrt(6 / 4),
      r2: expect.closeTo(1 - 6 / 5, 12) as number,
    });
    expect(numberMeasures([1, 2], [1, 2]).r2).toBe(1);
  });

  it("has no R² where all needed numbers are the same", () => {
    expect(numberMeasures([0.1, 0.1, 0.1], [0, 0, 0])).not.toHaveProperty("r2");
    expect(numberMeasures([5], [4])).not.toHaveProperty("r2");
  });

  it("refuses what does not fit", () => {
    expect(() => numberMeasures([1], [])).toThrow(ShapeError);
    expect(() => numberMeasures([], [])).toThrow(ShapeError);
    expect(() => numberMeasures([1], [NaN])).toThrow("predicted[0] must be a finite number, got NaN");
    expect(numberMeasures([1e150], [0]).rootMeanSquaredError).toBe(1e150);
    for (const [actual, predicted] of [
      [[1e160], [0]],
      [
        [1e308, 1e308],
        [1e308, 1e308],
      ],
      [
        [0, 1],
        [1e200, 1],
      ],
    ] as const) {
      expect(() => numberMeasures(actual, predicted)).toThrow(RangeError);
      expect(() => numberMeasures(actual, predicted)).toThrow("pass the largest float64; scale them");
    }
  });
});

describe("labelMeasures", () => {
  it("measures each label by itself, worked by hand", () => {
    const actual = [1, 0, 1, 1, 0, 0];
    const predicted = [0.9, 0.2, 0.5, 0.4, 0.6, 0.1];
    expect(labelMeasures(actual, predicted, { labels: ["x", "y"] })).toEqual({
      ...{ kind: "labels", count: 3, accuracy: 1 / 3 },
      labels: [
        { name: "x", count: 2, precision: 2 / 3, recall: 1, f1: 4 / 5 },
        { name: "y", count: 1, recall: 0, f1: 0 },
      ],
      macro: { precision: 1 / 3, recall: 1 / 2, f1: 2 / 5 },
    });
    expect(labelMeasures(actual, predicted, { labels: ["x", "y"], threshold: 0.3 }).labels[1]!.recall).toBe(
      1,
    );
  });

  it("refuses what does not fit", () => {
    const labels = ["x", "y"];
    expect(() => labelMeasures([1, 0, 1], [1, 0, 1], { labels })).toThrow(ShapeError);
    expect(() => labelMeasures([1, 0], [1], { labels })).toThrow(ShapeError);
    expect(() => labelMeasures([1, 2], [1, 0], { labels })).toThrow("actual[1] must be 0 or 1, got 2");
    expect(() => labelMeasures([1, 0], [1, NaN], { labels })).toThrow("predicted[1] must be a finite number");
  });
});

describe("formatMeasures", () => {
  it("refuses what are no measures, such as those of a training without validation", () => {
    expect(() => formatMeasures(undefined as never)).toThrow(
      "formatMeasures: needs measures, got undefined; a training with validation: 0 has none",
    );
    expect(() => formatMeasures({ accuracy: 1 } as never)).toThrow("got an object of accuracy");
  });

  it("makes tables", () => {
    expect(formatMeasures(classMeasures([0, 0, 1], [0, 1, 1], { classes: ["no", "yes"] })))
      .toBe(`accuracy: 0.667 of 3 samples
no better than always answering "no", which is right for 0.667

| class | samples | precision | recall |    F1 |
| :---- | ------: | --------: | -----: | ----: |
| no    |       2 |     1.000 |  0.500 | 0.667 |
| yes   |       1 |     0.500 |  1.000 | 0.667 |
| mean  |         |     0.750 |  0.750 | 0.667 |

| is \\ answer | no | yes |
| :---------- | -: | --: |
| no          |  1 |   1 |
| yes         |  0 |   1 |`);
    expect(formatMeasures(numberMeasures([7, 7], [1234.5678, 7]))).toBe(`| measure                 | value |
| :---------------------- | ----: |
| mean absolute error     | 613.8 |
| root mean squared error |   868 |
| R²                      |     – |
| samples                 |     2 |`);
    expect(formatMeasures(labelMeasures([1], [0], { labels: ["x"] }))).toContain(
      "| x     |       1 |         – |  0.000 |",
    );
  });

  it("leaves out the matrix of many classes, and says what top-k there is", () => {
    const many = Array.from({ length: 13 }, (_, index) => `class ${index}`);
    const text = formatMeasures(
      classMeasures(
        [0],
        many.map((_, index) => index),
        { classes: many },
      ),
    );
    expect(text).not.toContain("is \\ answer");
    expect(text).toContain("among the first 5: 0.000");
  });
});
