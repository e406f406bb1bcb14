import { unpackTriangle as unpackValues } from "@reciprocal/network";
import { grad, memory, mul, sum, tensor1d, tensor2d, tidy, type Tensor1D } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers"; // registers the gradients
import { expect, it } from "vitest";
import { eachBackend } from "../testing/each-backend.js";
import { transposed } from "../mapping/in-out.js";
import { unpackTriangle } from "./unpack-triangle.js";

eachBackend("unpackTriangle", () => {
  const packed = () => tensor1d([1, 2, 3, 4, 5, 6]);

  it("puts the rows of R into the columns of its transpose", () => {
    const of = (side: "lower" | "upper") =>
      unpackTriangle(packed(), { size: 3, side, isTrained: false }).arraySync();
    // R lower: [1], [2, 3], [4, 5, 6]; R upper: [1, 2, 3], [4, 5], [6]
    expect(of("lower")).toEqual([
      [1, 2, 4],
      [0, 3, 5],
      [0, 0, 6],
    ]);
    expect(of("upper")).toEqual([
      [1, 0, 0],
      [2, 4, 0],
      [3, 5, 6],
    ]);
  });

  it("agrees with the network's own order", () => {
    for (const side of ["lower", "upper"] as const) {
      const size = 7;
      const values = Float32Array.from({ length: (size * (size + 1)) / 2 }, (_, index) => index + 1);
      const got = unpackTriangle(tensor1d(values), { size, side, isTrained: true }).dataSync();
      expect(got).toEqual(transposed(Float32Array.from(unpackValues(values, size, side)), [size, size]));
    }
  });

  it("packs the gradient", () => {
    const dy = tensor2d([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3]);
    const of = (side: "lower" | "upper") => [
      ...grad((R) => sum(mul(unpackTriangle(R as Tensor1D, { size: 3, side, isTrained: true }), dy)))(
        packed(),
      ).dataSync(),
    ];
    // R_ij stands at row j, column i
    expect(of("lower")).toEqual([1, 2, 5, 3, 6, 9]);
    expect(of("upper")).toEqual([1, 4, 7, 5, 8, 9]);
  });

  it("keeps no tensors", () => {
    const given = packed();
    const before = memory().numTensors;
    const options = { size: 3, side: "lower", isTrained: true } as const;
    tidy(() => unpackTriangle(given, options)).dispose();
    tidy(() => grad((R) => sum(unpackTriangle(R as Tensor1D, options)))(given)).dispose();
    expect(memory().numTensors).toBe(before);
  });
});
