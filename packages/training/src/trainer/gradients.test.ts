import { describe, expect, it } from "vitest";
import { expectReferenceGradients, samplesFor } from "../testing/reference.js";
import { kinds, last, network } from "../testing/small-networks.js";

describe("the gradients of a trainer", () => {
  it.each(kinds)(
    "has the gradients of the float64 reference, formed or applied: $name",
    async ({ name, network }) => {
      const samples = samplesFor(network, 3);
      // a batch said to be huge makes forming w cheap, one said to be tiny makes applying φ cheap
      const forms = await Promise.all(
        [1, 100_000].map(async (batchSize) => {
          const chosen = await expectReferenceGradients(network, samples, {
            batchSize,
            loss: "cross-entropy",
          });
          await expectReferenceGradients(network, samples, { batchSize, loss: "mean-squared-error" });
          return Object.values(chosen);
        }),
      );
      expect(forms.map((chosen) => chosen[0])).toEqual(
        name.startsWith("dense") ? ["dense", "dense"] : ["applied", "formed"],
      );
    },
  );

  it.each(["relu", "tanh", "sigmoid", "elu", "linear"] as const)(
    "differentiates through %s",
    async (activation) => {
      const net = network([
        { kind: "dense", units: 4, activation },
        { kind: "dense", ...last },
      ]);
      await expectReferenceGradients(net, samplesFor(net, 3), { loss: "cross-entropy" });
    },
  );

  it("differentiates through a softmax that is not last", async () => {
    const net = network([
      { kind: "dense", units: 4, activation: "softmax" },
      { kind: "dense", units: 3 },
    ]);
    await expectReferenceGradients(net, samplesFor(net, 3), { loss: "mean-squared-error" });
  });
});
