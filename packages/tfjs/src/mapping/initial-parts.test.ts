import { describe, expect, it } from "vitest";
import { initialParts } from "./initial-parts.js";

describe("initialParts", () => {
  it("keeps whatever the network's layer has besides its fields and what trains", () => {
    const { parts, settings } = initialParts({
      ...{ spec: { kind: "s-svd", units: 2, sparsity: 0.5 }, seed: 1, inputs: 3 },
      ...{ arriving: "linear", isHidden: false, matrices: new Map(), inByOut: ["V"] },
    });
    // sparsity stands for a setting that only one kind has
    expect(settings).toEqual({ kind: "s-svd", inputs: 3, outputs: 2, sparsity: 0.5 });
    expect(parts.map(({ name }) => name)).toEqual(["lambdaIn", "lambdaOut", "s", "bias", "U", "V"]);
  });
});
