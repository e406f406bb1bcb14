import { gradients, input, multiply, reduceSum } from "@reciprocal/graph";
import { activations, applyActivation, ShapeError } from "@reciprocal/network";
import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { compileGraph } from "../testing/run-graph.js";
import { lowerActivation } from "./lower-activation.js";

/** Three samples of four numbers; none is at a corner of an activation. */
const numbers = [-7, -3.1, -2.9, -0.6, -0.2, -0.01, 0.01, 0.3, 0.7, 2.9, 3.1, 8];
const feeds = {
  x: { data: numbers, shape: [3, 4] },
  c: { data: [1, -0.5, 0.7, 2, -1, 0.4, 1.3, -0.8, 0.6, -2, 0.9, 1.1], shape: [3, 4] },
};

const cases = [
  ...activations.map((activation) => ({ activation })),
  { activation: "leaky-relu", slope: 0.3 },
] as const;

describe.each(["onnxruntime-node", "onnxruntime-web"] as const)("lowerActivation on %s", (runtime) => {
  it.each(cases)("gives what applyActivation gives, and its slopes: $activation $slope", async (which) => {
    const [x, c] = [input("x", [3, 4]), input("c", [3, 4])];
    const y = lowerActivation("a layer", which, x, [4]);
    const graph = await compileGraph({ y, slopes: gradients(reduceSum(multiply(y, c)), [x])[0]! }, runtime);
    const found = await graph.run(feeds);
    await graph.release();
    const reference = (values: readonly number[]) => applyActivation(which, Float64Array.from(values), 4);
    expect(found.y).toBeCloseRelative(reference(numbers), { relative: 1e-6, absolute: 5e-7 });
    const sumOf = (values: readonly number[]) =>
      reference(values).reduce((sum, value, i) => sum + value * feeds.c.data[i]!, 0);
    const h = 1e-5;
    const expected = numbers.map((_, at) => {
      const moved = (by: number) => sumOf(numbers.map((value, i) => (i === at ? value + by : value)));
      return (moved(h) - moved(-h)) / (2 * h);
    });
    expect(found.slopes).toBeCloseRelative(expected, { relative: 1e-5, absolute: 1e-6 });
  });
});

describe("lowerActivation", () => {
  it("refuses a softmax over the channels of an image", () => {
    const softmax = () =>
      lowerActivation("here: layer 3", { activation: "softmax" }, input("x", ["n", 12]), [2, 2, 3]);
    expect(softmax).toThrow(ShapeError);
    expect(softmax).toThrow(
      "here: layer 3 (softmax) needs a list of numbers per sample, got the shape [2, 2, 3]",
    );
  });
});
