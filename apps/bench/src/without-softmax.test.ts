import { describe, expect, it } from "vitest";
import { speedNetwork } from "./speed/speed-network.js";
import { withoutSoftmax } from "./without-softmax.js";

describe("withoutSoftmax", () => {
  const network = speedNetwork([4, 3, 2], "dense", 0);

  it("leaves out the last layer and nothing else", () => {
    const logits = withoutSoftmax(network);
    expect(logits).toEqual({ ...network, layers: network.layers.slice(0, 3) });
    expect(network.layers).toHaveLength(4);
  });

  it("refuses a network that ends otherwise", () => {
    const needed = "withoutSoftmax: needs a network that ends with softmax, got";
    expect(() => withoutSoftmax(withoutSoftmax(network))).toThrow(`${needed} dense`);
    expect(() => withoutSoftmax({ ...network, layers: network.layers.slice(0, 2) })).toThrow(
      `${needed} relu`,
    );
    expect(() => withoutSoftmax({ ...network, layers: [] })).toThrow(`${needed} no layer`);
  });
});
