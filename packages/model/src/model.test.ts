import { describe, expect, it } from "vitest";
import { createModel, type Model } from "./model.js";
import { withChange } from "./testing/with-change.js";
import { imageModel, numbersModel, tableModel } from "./testing/models.js";

describe("createModel", () => {
  it("freezes all of it", () => {
    expect(Object.isFrozen(tableModel.input)).toBe(true);
    expect(tableModel.input.kind === "table" && Object.isFrozen(tableModel.input.columns[1])).toBe(true);
  });

  it.each<[unknown, string]>([
    [new Uint8Array(3), "got a Uint8Array; decodeModel makes one of the bytes of its file"],
    [{ model: tableModel, predict: 1 }, "got an object of model, predict; its .model is one"],
    [tableModel.network, "createModel makes one of a network"],
  ])("says how to come from something near a model to one (%#)", (given, message) => {
    expect(() => createModel(given as never)).toThrow(TypeError);
    expect(() => createModel(given as never)).toThrow(`createModel: needs a model, `);
    expect(() => createModel(given as never)).toThrow(message);
  });

  it.each<[Model, string, unknown, string]>([
    [tableModel, "input.kind", "rows", "createModel: input: kind must be one of table, image, numbers, got"],
    [tableModel, "input.columns", [], "input: columns must be an array of at least 1"],
    [
      tableModel,
      "input.columns.0.mean",
      undefined,
      "columns[0]: mean must be a finite number, got undefined",
    ],
    [tableModel, "input.columns.0.mean", NaN, "columns[0]: mean must be a finite number, got NaN"],
    [tableModel, "input.columns.0.deviation", 0, "deviation must be a finite number above 0, got 0"],
    [tableModel, "input.columns.0.gap", "28", `columns[0]: gap must be a finite number, got "28"`],
    [tableModel, "input.columns.0.median", 28, "columns[0]: unknown option median"],
    [tableModel, "input.columns.2.name", "age", `columns[2] must have a name of its own, got "age" again`],
    [
      tableModel,
      "input.columns.1.words",
      ["a", "a"],
      `words[1] must be another text than all before it, got "a"`,
    ],
    [tableModel, "input.columns.1.words", ["a"], "unseen needs 1 to 3 numbers for 1 words, got 4"],
    [tableModel, "input.columns.1.gap", [0], "columns[1]: gap needs 4 numbers, as unseen has, got 1"],
    [tableModel, "input.columns.1", undefined, "input: columns[1] must be an object, got undefined"],
    [tableModel, "output.classes", ["a"], "classes must be an array of at least 2"],
    [tableModel, "output.classes", ["a", "b"], "the network must have 2 outputs, as output has, got 3"],
    [tableModel, "output.kind", "labels", "output: unknown option name"],
    [
      tableModel,
      "input",
      numbersModel.input,
      "mean needs 6 numbers, as there are inputs of the network, got 4",
    ],
    [imageModel, "input.channels", 2, "channels must be one of 1, 3, got 2"],
    [imageModel, "input.channels", 3, "mean needs 3 numbers, as there are channels, got 1"],
    [imageModel, "input.height", 4, "the network must take 12 numbers, as the image of input, got 6"],
    [
      imageModel,
      "output",
      { kind: "classes", name: "a", classes: ["a", "b"] },
      "must end with softmax for classes, got sigmoid",
    ],
    [
      numbersModel,
      "output",
      { kind: "labels", labels: ["a"] },
      "must end with sigmoid for labels, got linear",
    ],
    [numbersModel, "version", 1, "createModel: unknown option version"],
  ])("refuses model %# for a wrong part", (model, place, value, message) => {
    expect(() => createModel(withChange(model, place, value))).toThrow(message);
  });
});
