import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { DatasetFormatError } from "../errors.js";
import { regressionFromCsv } from "./regression-from-csv.js";

const houses = "rooms,price,town,rent\n3,100,a,1.5\n5,250,b,2\n";

describe("regressionFromCsv", () => {
  it("reads the target columns in the order asked, and learns from the others", () => {
    expect(
      regressionFromCsv(houses, { targets: ["rent", "price"], categories: { town: ["a", "b"] } }),
    ).toEqual({
      name: "csv",
      inputs: Float32Array.of(3, 1, 0, 5, 0, 1),
      targets: Float32Array.of(1.5, 100, 2, 250),
      targetNames: ["rent", "price"],
      outputs: 2,
      count: 2,
      features: 3,
      shape: [3],
      featureNames: ["rooms", "town=a", "town=b"],
      categories: { town: ["a", "b"] },
    });
  });

  it("refuses a target that is not a number", () => {
    expect(() => regressionFromCsv("a,price\n1,x", { targets: ["price"], name: "h.csv" })).toThrow(
      errorWith(DatasetFormatError, 'regressionFromCsv: h.csv, line 2, column "price"', 'got "x"'),
    );
  });

  it("drops rows without a target where gaps are filled", () => {
    const { inputs, targets } = regressionFromCsv("a,price\n1,2\n2,NA\n,3\n", {
      targets: ["price"],
      gaps: "mean",
    });
    expect([...inputs, ...targets]).toEqual([1, 1, 2, 3]);
  });

  it("refuses targets beyond float32", () => {
    expect(() => regressionFromCsv("a,price\n1,1e39", { targets: ["price"] })).toThrow(
      errorWith(DatasetFormatError, 'line 2, column "price"', "3.4e38", "got 1e+39"),
    );
  });

  it.each([[[]], [["price", "price"]]])("refuses %j as targets", (targets) => {
    expect(() => regressionFromCsv(houses, { targets })).toThrow(
      errorWith(
        RangeError,
        `regressionFromCsv: csv: targets`,
        `got ${targets.length === 0 ? "none" : '"price", "price"'}`,
      ),
    );
  });
});
