import { setFlagsFromString } from "node:v8";
import { runInThisContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { SparseLayer } from "./sparse-network.js";
import { plainRows } from "./plain-rows.js";

/** As V8 keeps an array. */
function elementsOf(array: readonly number[]): string {
  setFlagsFromString("--allow-natives-syntax");
  const ask = (name: string) =>
    (runInThisContext(`(array) => %${name}(array)`) as (own: readonly number[]) => boolean)(array);
  const kind = ask("HasDoubleElements") ? "doubles" : ask("HasSmiElements") ? "integers" : "objects";
  return ask("HasHoleyElements") ? `${kind} with holes` : kind;
}

const layerOf = (values: number[], bias?: number[]): SparseLayer => ({
  kind: "sparse",
  inputs: 3,
  outputs: 2,
  rowStarts: Uint32Array.of(0, 1, values.length),
  columnIndices: Uint16Array.from(values, (_, i) => i),
  values: Float32Array.from(values),
  ...(bias && { bias: Float32Array.from(bias) }),
});

describe("plainRows", () => {
  it("keeps one kind of array whatever the numbers are, so that the products are compiled for that alone", () => {
    for (const layer of [layerOf([1, 2, 3]), layerOf([0.5, 2, -0], [1, 2]), layerOf([])]) {
      const { values, bias, room, columnIndices } = plainRows(layer, 2);
      expect([values, bias, room].map(elementsOf)).toEqual(["doubles", "doubles", "doubles"]);
      expect(elementsOf(columnIndices)).toBe("integers");
    }
  });

  it("copies the numbers once per layer, with a bias of zeros if there is none", () => {
    const layer = layerOf([1, 0.25, 3]);
    const rows = plainRows(layer, 1);
    expect(rows).toMatchObject({ values: [1, 0.25, 3], columnIndices: [0, 1, 2], bias: [0, 0] });
    expect(plainRows(layer, 1)).toBe(rows);
    expect(plainRows(layerOf([1], [4, 5]), 1).bias).toEqual([4, 5]);
  });

  it("makes room for as many samples as were ever asked for", () => {
    const layer = layerOf([1]);
    expect([1, 8, 1].map((samples) => plainRows(layer, samples).room.length)).toEqual([3, 24, 24]);
  });
});
