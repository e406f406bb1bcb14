import { graphCost, input } from "@reciprocal/graph";
import { createNetwork, layerKernel, type QrLayer, triangleOf, unpackTriangle } from "@reciprocal/network";
import { describe, expect, it } from "vitest";
import { runGraph } from "../testing/run-graph.js";
import { lowerNetwork } from "./lower-network.js";

describe("lowerNetwork", () => {
  it.each([
    [250, 220],
    [220, 250],
  ])(
    "forms w of S-QR without most of the empty half of R, %d inputs to %d outputs",
    async (inputs, units) => {
      const network = createNetwork({ inputShape: inputs, layers: [{ kind: "s-qr", units }], seed: 1 });
      const layer = network.layers[0] as QrLayer;
      const { mappings } = lowerNetwork(network, input("x", ["batch", inputs]), {
        isInput: ({ name }) => name === "R",
      });
      const { kernel, parameters } = mappings[0]!;
      expect(parameters.map(({ name, input }) => [name, input.name, input.shape])).toEqual([
        ["R", "0.R", [220, 220]],
      ]);
      // two bands of 110: ¾ of the square
      expect(graphCost([kernel()], { batch: 1 }).multiplyAdds).toBe((3 / 4) * 220 * 220 * 250);
      const { size, side } = triangleOf(layer);
      const { w } = await runGraph(
        { w: kernel() },
        {
          "0.R": { data: unpackTriangle(layer.R, size, side), shape: [size, size] },
        },
      );
      const expected = layerKernel(layer);
      const scale = Math.max(...expected.map(Math.abs));
      expect(w).toHaveLength(expected.length);
      w.forEach((value, at) => expect(Math.abs(value - expected[at]!)).toBeLessThan(1e-5 * scale));
    },
  );
});
