import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { type Activation, activations } from "./activation.js";
import { applyActivation } from "./apply-activation.js";

const apply = (activation: Activation, ...values: number[]) =>
  applyActivation({ activation }, Float64Array.from(values), values.length);

describe("applyActivation", () => {
  // python3 -c "from math import *; print(tanh(.5), 1/(1+exp(-.5)), 1/(1+exp(2)), expm1(-2))"
  it.each<[Activation, number[], number[]]>([
    ["linear", [-2, 0.5], [-2, 0.5]],
    ["relu", [-2, 0, 0.5], [0, 0, 0.5]],
    ["tanh", [0.5, -0.5], [0.46211715726000974, -0.46211715726000974]],
    ["sigmoid", [0, 0.5, -2], [0.5, 0.6224593312018546, 0.11920292202211755]],
    ["elu", [0.5, -2], [0.5, -0.8646647167633873]],
    ["leaky-relu", [-2, 0, 0.5], [-0.02, 0, 0.5]],
    // erf 0.5 = 0.5204998778130465, so x = 0.5 √2 gives x (1 + 0.5204998778130465) / 2
    ["gelu", [0, Math.SQRT1_2], [0, (Math.SQRT1_2 * 1.5204998778130465) / 2]],
    // python3 -c "from math import *; print([x / (1 + exp(-x)) for x in (-2, .5)])"
    ["silu", [-2, 0, 0.5], [-0.2384058440442351, 0, 0.3112296656009273]],
    // python3 -c "from math import *; print([log1p(exp(x)) for x in (-40, -2, 0, .5)])"
    [
      "softplus",
      [-40, -2, 0, 0.5],
      [4.248354255291589e-18, 0.1269280110429725, 0.6931471805599453, 0.9740769841801067],
    ],
    // 1.5 · (1.5/6 + 1/2), −2 · (−2/6 + 1/2)
    ["hard-swish", [-4, -3, -2, 0, 1.5, 3, 4], [0, 0, -1 / 3, 0, 1.125, 3, 4]],
    // e^0 : e^ln 3 = 1 : 3
    ["softmax", [0, Math.log(3)], [0.25, 0.75]],
  ])("computes %s", (activation, values, expected) => {
    expect(apply(activation, ...values)).toBeCloseRelative(expected, { relative: 1e-15 });
  });

  it("computes gelu to an absolute error of 10⁻¹⁵, also where its two parts cancel", () => {
    // python3 -c "from math import *; print([x * erfc(-x / sqrt(2)) / 2 for x in (-8, -2, -.5, 2)])"
    const expected = [
      -4.9767684594174555e-15, -0.04550026389635844, -0.15426876936299344, 1.9544997361036416,
    ];
    expect(apply("gelu", -8, -2, -0.5, 2)).toBeCloseRelative(expected, { relative: 0, absolute: 1e-15 });
  });

  it("takes the slope of leaky-relu", () => {
    const leaky = (slope: number) =>
      applyActivation({ activation: "leaky-relu", slope }, Float64Array.of(-2, 3), 2);
    expect([leaky(0.3), leaky(0), leaky(1)]).toEqual([
      Float64Array.of(-0.6, 3),
      Float64Array.of(-0, 3),
      Float64Array.of(-2, 3),
    ]);
  });

  it("takes softmax over the nodes of each sample alone", () => {
    const values = Float64Array.of(0, Math.log(3), 100, 100);
    expect(applyActivation({ activation: "softmax" }, values, 2)).toBeCloseRelative([0.25, 0.75, 0.5, 0.5], {
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

  it("reaches its limits without rounding to NaN", () => {
    expect([...apply("sigmoid", 1e4, -1e4)]).toEqual([1, 0]);
    expect([...apply("elu", 1e4, -1e4)]).toEqual([1e4, -1]);
    expect([...apply("softmax", 1e4, -1e4)]).toEqual([1, 0]);
    for (const activation of ["gelu", "silu", "hard-swish"] as const) {
      expect([...apply(activation, 1e4, -1e4)]).toEqual([1e4, -0]);
    }
    expect([...apply("softplus", 1e4, -1e4)]).toEqual([1e4, 0]);
  });

  it.each(activations)("does not modify what %s is given", (activation) => {
    const values = Float64Array.of(-1, 2);
    applyActivation({ activation }, values, 2);
    expect([...values]).toEqual([-1, 2]);
  });
});
