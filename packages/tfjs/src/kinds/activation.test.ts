import { activations, applyActivation } from "@reciprocal/network";
import { errorWith } from "@reciprocal/test-utils";
import { grad, memory, mul, sum, tensor2d, tidy, type Scalar, type Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { eachBackend } from "../testing/each-backend.js";
import { activation } from "./activation.js";
import { hardSwish } from "./hard-swish.js";

/** Three samples of four numbers; none is at a corner of an activation. */
const numbers = [-7, -3.1, -2.9, -0.6, -0.2, -0.01, 0.01, 0.3, 0.7, 2.9, 3.1, 8];
const factors = [1, -0.5, 0.7, 2, -1, 0.4, 1.3, -0.8, 0.6, -2, 0.9, 1.1];

const cases = [
  ...activations.map((name) => ({ activation: name })),
  { activation: "leaky-relu", slope: 0.3 },
] as const;

eachBackend("the layer of an activation", () => {
  it.each(cases)("gives what applyActivation gives, and its slopes: $activation $slope", (which) => {
    const reference = (values: readonly number[]) => applyActivation(which, Float64Array.from(values), 4);
    const before = memory().numTensors;
    const layer = activation.toLayer({ kind: "activation", ...which }, { inputShape: [4] });
    const [x, c] = [tensor2d(numbers, [3, 4]), tensor2d(factors, [3, 4])];
    const [y, slopes] = tidy(() => {
      const given = layer.apply(x) as Tensor;
      const of = grad((x: Tensor) => sum<Scalar>(mul(layer.apply(x) as Tensor, c)));
      return [given.dataSync(), of(x).dataSync()];
    });
    x.dispose();
    c.dispose();
    expect(memory().numTensors).toBe(before);
    // erf of TensorFlow.js has an error of 1.5·10⁻⁷, which gelu multiplies by x / 2
    expect(y).toBeCloseRelative(reference(numbers), { relative: 1e-6, absolute: 1e-6 });
    const h = 1e-5;
    const sumOf = (values: readonly number[]) =>
      reference(values).reduce((total, value, i) => total + value * factors[i]!, 0);
    const expected = numbers.map((_, at) => {
      const moved = (by: number) => sumOf(numbers.map((value, i) => (i === at ? value + by : value)));
      return (moved(h) - moved(-h)) / (2 * h);
    });
    expect(slopes).toBeCloseRelative(expected, { relative: 1e-5, absolute: 2e-6 });
  });
});

describe("hardSwish", () => {
  it("keeps any shape, and refuses other arguments and more than one input", () => {
    expect(hardSwish().computeOutputShape([null, 2, 3])).toEqual([null, 2, 3]);
    expect(() => hardSwish({ name: "h", units: 3 } as never)).toThrow(errorWith(TypeError, "h: ", "units"));
    const x = tensor2d([1], [1, 1]);
    expect(() => hardSwish({ name: "h" }).apply([x, x])).toThrow(
      errorWith(Error, "h: needs one input, got 2"),
    );
    x.dispose();
  });
});
