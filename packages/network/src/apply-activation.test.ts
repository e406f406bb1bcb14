import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { type Activation, activations } from "./activation.js";
import { applyActivation } from "./apply-activation.js";

const apply = (activation: Activation, ...values: number[]) =>
  applyActivation(activation, Float64Array.from(values), values.length);

describe("applyActivation", () => {
  // python3 -c "from math import *; print(tanh(.5), 1/(1+exp(-.5)), 1/(1+exp(2)), expm1(-2))"
  it.each<[Activation, number[], number[]]>([
    ["linear", [-2, 0.5], [-2, 0.5]],
    ["relu", [-2, 0, 0.5], [0, 0, 0.5]],
    ["tanh", [0.5, -0.5], [0.46211715726000974, -0.46211715726000974]],
    ["sigmoid", [0, 0.5, -2], [0.5, 0.6224593312018546, 0.11920292202211755]],
    ["elu", [0.5, -2], [0.5, -0.8646647167633873]],
    // e^0 : e^ln 3 = 1 : 3
    ["softmax", [0, Math.log(3)], [0.25, 0.75]],
  ])("computes %s", (activation, values, expected) => {
    expect(apply(activation, ...values)).toBeCloseRelative(expected, { relative: 1e-15 });
  });

  it("takes softmax over the nodes of each sample alone", () => {
    const values = Float64Array.of(0, Math.log(3), 100, 100);
    expect(applyActivation("softmax", values, 2)).toBeCloseRelative([0.25, 0.75, 0.5, 0.5], {
      relative: 1e-15,
    });
  });

  it.each(activations)("keeps NaN in %s", (activation) => {
    expect([...apply(activation, NaN, 1)][0]).toBeNaN();
  });

  it.each(activations)("keeps %s finite for values far from zero", (activation) => {
    const result = apply(activation, 1e4, -1e4, 0);
    expect(result.every(Number.isFinite)).toBe(true);
  });

  it("reaches the limits of sigmoid, elu and softmax without rounding to NaN", () => {
    expect([...apply("sigmoid", 1e4, -1e4)]).toEqual([1, 0]);
    expect([...apply("elu", 1e4, -1e4)]).toEqual([1e4, -1]);
    expect([...apply("softmax", 1e4, -1e4)]).toEqual([1, 0]);
  });

  it.each(activations)("does not modify what %s is given", (activation) => {
    const values = Float64Array.of(-1, 2);
    applyActivation(activation, values, 2);
    expect([...values]).toEqual([-1, 2]);
  });
});
