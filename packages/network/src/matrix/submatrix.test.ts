import { describe, expect, it } from "vitest";
import { materialize } from "./materialize.js";
import type { MatrixSource } from "./source.js";
import { submatrix } from "./submatrix.js";

const indices = (rows: number[], columns: number[]) => ({
  rowIndices: Uint32Array.from(rows),
  columnIndices: Uint32Array.from(columns),
});
const stored: MatrixSource = { rows: 2, columns: 3, values: Float32Array.of(1, 2, 3, 4, 5, 6) };
const recipe: MatrixSource = { rows: 4, columns: 3, recipe: { kind: "normal", seed: 5, deviation: 1 } };

describe("submatrix", () => {
  it("copies the chosen rows and columns of stored numbers", () => {
    expect(submatrix(stored, indices([1], [0, 2]))).toEqual({
      rows: 1,
      columns: 2,
      values: Float32Array.of(4, 6),
    });
  });

  it("notes places in a matrix that a recipe makes, and holds no numbers", () => {
    const cut = submatrix(recipe, indices([0, 3], [2]));
    expect(cut).toEqual({ rows: 2, columns: 1, selection: { of: recipe, ...indices([0, 3], [2]) } });
    const whole = materialize(recipe);
    expect([...materialize(cut)]).toEqual([whole[2], whole[11]]);
    // the same if the whole matrix was not made before
    expect(materialize(submatrix({ ...recipe }, indices([0, 3], [2])))).toEqual(materialize(cut));
  });

  it("selects from a selection as from the matrix itself", () => {
    const twice = submatrix(submatrix(recipe, indices([1, 2, 3], [0, 2])), indices([0, 2], [1]));
    expect(twice).toEqual(submatrix(recipe, indices([1, 3], [2])));
  });

  it("refuses what is not there", () => {
    expect(() => submatrix(stored, indices([2], [0]))).toThrow(
      new RangeError("submatrix: rows must be from 0 to 1, got 2"),
    );
    expect(() => submatrix(stored, indices([0], [3]))).toThrow(
      "submatrix: columns must be from 0 to 2, got 3",
    );
    expect(() => submatrix(stored, indices([], [0]))).toThrow(
      "submatrix: needs at least one of the rows, got none",
    );
  });

  it.each<[string, object]>([
    ["selection of the matrix must be an object, got null", { selection: null }],
    [
      "the matrix that the matrix is selected from must have a recipe",
      { selection: { of: stored, ...indices([0], [0]) } },
    ],
    [
      "rowIndices of the matrix must be a Uint32Array of 1 values",
      { selection: { of: recipe, ...indices([0, 1], [0]) } },
    ],
    [
      "columnIndices of the matrix must be from 0 to 2, got 3",
      { selection: { of: recipe, ...indices([0], [3]) } },
    ],
    [
      "rowIndices of the matrix must be from 0 to 3, got 4",
      { selection: { of: recipe, ...indices([4], [0]) } },
    ],
  ])("a malformed selection is refused: %s", (message, fields) => {
    expect(() => materialize({ rows: 1, columns: 1, ...fields } as MatrixSource)).toThrow(
      `materialize: ${message}`,
    );
  });
});
