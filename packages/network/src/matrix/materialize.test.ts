import { deriveSeed, randomNormal, randomUniform } from "@reciprocal/spectral";
import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { materialize } from "./materialize.js";
import type { MatrixSource, Recipe } from "./source.js";

const made = (rows: number, columns: number, recipe: Recipe) => materialize({ rows, columns, recipe });

describe("materialize", () => {
  it("gives stored values back", () => {
    const values = Float32Array.of(1, 2);
    expect(materialize({ rows: 1, columns: 2, values })).toBe(values);
  });

  it("makes the matrix of one source object once", () => {
    const source: MatrixSource = { rows: 3, columns: 2, recipe: { kind: "normal", seed: 1, deviation: 1 } };
    expect(materialize(source)).toBe(materialize(source));
    expect(materialize({ ...source })).not.toBe(materialize(source));
    expect(materialize({ ...source })).toEqual(materialize(source));
  });

  it("draws every entry of a normal matrix from the seed of the recipe", () => {
    const expected = Float32Array.from(randomNormal(12, { seed: 5, deviation: 0.04 }));
    expect(made(3, 4, { kind: "normal", seed: 5, deviation: 0.04 })).toEqual(expected);
  });

  it.each([
    [5, 7],
    [7, 5],
    [1, 9],
  ])(
    "makes the %i×%i product U diag(s) Vᵀ with sums in float64 over min(rows, columns) terms",
    (rows, columns) => {
      const k = Math.min(rows, columns);
      const U = randomNormal(rows * k, { seed: deriveSeed(3, "U"), deviation: 0.04 });
      const V = randomNormal(columns * k, { seed: deriveSeed(3, "V"), deviation: 0.04 });
      const s = randomUniform(k, { seed: deriveSeed(3, "s"), low: 0, high: 3 });
      const expected = new Float32Array(rows * columns);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let l = 0; l < k; l++) sum += U[i * k + l]! * s[l]! * V[j * k + l]!;
          expected[i * columns + j] = sum;
        }
      }
      expect(made(rows, columns, { kind: "svd-product", seed: 3, deviation: 0.04, maximum: 3 })).toEqual(
        expected,
      );
    },
  );

  it.each([
    [30, 12],
    [12, 30],
    [8, 8],
  ])("makes a %i×%i factor whose shorter side is orthonormal", (rows, columns) => {
    const values = Float64Array.from(made(rows, columns, { kind: "q-of-normal", seed: 4, deviation: 0.036 }));
    // its entries are rounded at 2⁻²⁴, not 2⁻⁵³
    expect({ values, rows, columns }).toBeOrthonormal({ factor: 2 ** 28 });
  });

  it.each<[string | RegExp, unknown]>([
    [/rows of the matrix.*got 0/, { rows: 0, columns: 1 }],
    ["the matrix needs 2 values, got 1", { rows: 1, columns: 2, values: new Float32Array(1) }],
    ["the matrix must be finite, got NaN at index 0", { rows: 1, columns: 1, values: Float32Array.of(NaN) }],
    [/the matrix must be.*recipe, got undefined/, { rows: 1, columns: 1 }],
    [/recipe of the matrix.*q-of-normal, got "dct"/, { rows: 1, columns: 1, recipe: { kind: "dct" } }],
    [
      /seed of the matrix.*got -1/,
      { rows: 1, columns: 1, recipe: { kind: "normal", seed: -1, deviation: 1 } },
    ],
    [
      /deviation of the matrix.*got NaN/,
      { rows: 1, columns: 1, recipe: { kind: "normal", seed: 1, deviation: NaN } },
    ],
    [
      /maximum of the matrix.*got 0/,
      { rows: 1, columns: 1, recipe: { kind: "svd-product", seed: 1, deviation: 1, maximum: 0 } },
    ],
    [
      "the matrix of the recipe normal must be finite, got ",
      { rows: 1, columns: 1, recipe: { kind: "normal", seed: 1, deviation: 1e300 } },
    ],
  ])("rejects a malformed source: %s", (message, source) => {
    expect(() => materialize(source as MatrixSource)).toThrow(message);
    expect(() => materialize(source as MatrixSource)).toThrow(/^materialize: /);
  });
});
