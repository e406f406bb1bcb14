import { randomNormal } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { multiplyTransposed } from "./multiply-transposed.js";

describe("multiplyTransposed", () => {
  it("gives the products of rows with rows", () => {
    // [1 2] · [3 4] = 11, [1 2] · [5 6] = 17, [1 2] · [7 8] = 23
    const shape = { rows: 1, columns: 3, inner: 2 };
    expect([...multiplyTransposed([1, 2], [3, 4, 5, 6, 7, 8], shape)]).toEqual([11, 17, 23]);
  });

  // multiples of the 4×2 block and of the tile of 32 rows, and everything around them
  it.each([
    [1, 1, 1],
    [4, 2, 3],
    [5, 3, 7],
    [3, 32, 2],
    [6, 33, 5],
    [9, 65, 11],
  ])("equals three plain loops bit for bit at %i×%i with %i inner", (rows, columns, inner) => {
    const a = randomNormal(rows * inner, { seed: 1 });
    const b = Float32Array.from(randomNormal(columns * inner, { seed: 2 }));
    const expected = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let l = 0; l < inner; l++) sum += a[i * inner + l]! * b[j * inner + l]!;
        expected[i * columns + j] = sum;
      }
    }
    expect(multiplyTransposed(a, b, { rows, columns, inner })).toEqual(expected);
  });
});
