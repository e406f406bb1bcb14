import { createNetwork, layerKernel, type MappingLayer } from "@reciprocal/network";
import { describe, expect, it } from "vitest";
import { constant, graphCost, input } from "@reciprocal/graph";
import { runGraph } from "../testing/run-graph.js";
import { candidateForms } from "./mapping-forms.js";

describe("candidateForms", () => {
  it.each([
    [250, 220],
    [220, 250],
  ])(
    "forms w of S-QR without most of the empty half of R, %d inputs to %d outputs",
    async (inputs, units) => {
      const { layers } = createNetwork({ inputShape: inputs, layers: [{ kind: "s-qr", units }], seed: 1 });
      const layer = layers[0] as MappingLayer;
      const R: { data: number[]; shape: number[] } = { data: [], shape: [] };
      const [formed] = candidateForms(layer, {
        group: (name, values, shape) => {
          if (name !== "R") return constant(values(), shape);
          Object.assign(R, { data: Array.from(values()), shape });
          return input("R", shape);
        },
        precompute: (value) => value,
        mask: (value) => value,
      });
      expect(formed!.name).toBe("formed");
      // two bands of 110: ¾ of the square
      expect(graphCost([formed!.kernel()], { batch: 1 }).multiplyAdds).toBe((3 / 4) * 220 * 220 * 250);
      const { w } = await runGraph({ w: formed!.kernel() }, { R });
      const expected = layerKernel(layer);
      const scale = Math.max(...expected.map(Math.abs));
      expect(w).toHaveLength(expected.length);
      w!.forEach((value, at) => expect(Math.abs(value - expected[at]!)).toBeLessThan(1e-5 * scale));
    },
  );
});
