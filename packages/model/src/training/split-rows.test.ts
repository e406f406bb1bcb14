import { expect, it } from "vitest";
import { splitRows } from "./split-rows.js";

it("keeps the numbers of rows that float32 would round", () => {
  const rows = Array.from({ length: 100 }, (_, index) => 2 ** 24 + index);
  const table = { name: "long", count: 2 ** 25, columns: [], lines: new Uint32Array() };
  const { training, heldOut } = splitRows(
    "trainTable",
    table,
    { rows, classes: undefined },
    { validation: 0.2, seed: 0, onWarning: () => undefined },
  );
  expect(heldOut).toHaveLength(20);
  expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual(rows);
});
