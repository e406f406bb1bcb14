import {
  createNetwork,
  forward,
  inputSize,
  layerKernel,
  type MappingLayer,
  materialize,
  type Network,
} from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "@reciprocal/test-utils";
import { atRandom } from "./at-random.js";
import { bake } from "./bake.js";
import { mask } from "./mask.js";
import { inputLayer } from "./node-layers.js";
import { selectInputs } from "./select-inputs.js";
import { shrink } from "./shrink.js";
import { kinds, samplesOf, spec, threeLayers } from "./testing/networks.js";

const widths = (network: Network) => [
  inputSize(network),
  ...network.layers.flatMap((layer) => (layer.kind === "activation" ? [] : [layer.outputs])),
];
/** Rounding of float32 factors, with room for sums over a few nodes. */
const rounding = { relative: 2e-6, absolute: 2e-6 };

function expectSameOutputs(smaller: Network, masked: Network, keptInputs?: Uint32Array): void {
  const samples = samplesOf(masked);
  const fewer = keptInputs ? selectInputs(samples, inputSize(masked), keptInputs) : samples;
  expect(forward(smaller, fewer)).toBeCloseRelative(forward(masked, samples), rounding);
}

describe("shrink", () => {
  it.each(kinds)("removes masked nodes of %s layers and gives the same outputs", async (kind) => {
    for (const useBias of [true, false]) {
      const masked = await mask(threeLayers(kind, { useBias }), {
        nodes: [
          { layer: 0, indices: [0, 3, 4, 8] },
          { layer: 2, indices: [1, 5] },
        ],
      });
      const result = await shrink(masked);
      const { network } = result;
      expect(widths(network)).toEqual([7, 5, 4, 3]);
      expect(network.layers.map((layer) => layer.kind)).toEqual(
        masked.network.layers.map((layer) => layer.kind),
      );
      expect(network.layers.some((layer) => layer.kind !== "activation" && layer.mask)).toBe(false);
      expect([result.removed, result.changed]).toEqual([6, true]);
      expectSameOutputs(network, masked.network);
      // the sigmoid of a silent node is not 0: where there was no bias, one is made for it
      const biases = network.layers.flatMap((layer) => (layer.kind === "activation" ? [] : [!!layer.bias]));
      expect(biases).toEqual(useBias ? [true, true, true] : [false, true, true]);
      expect([result.before.hiddenNodes, result.after.hiddenNodes]).toEqual([15, 9]);
      expect(result.after.multiplyAdds).toBe(7 * 5 + 5 * 4 + 4 * 3);
      expect(result.after.denseBytes).toBeLessThan(result.before.denseBytes);
    }
  });

  it.each(kinds)("equals the masked network for any nodes of %s layers, inputs included", async (kind) => {
    const whole = threeLayers(kind);
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([...Array(7).keys()], { maxLength: 6 }),
        fc.subarray([...Array(9).keys()], { maxLength: 8 }),
        fc.subarray([...Array(6).keys()], { maxLength: 5 }),
        async (first, second, third) => {
          const masked = await mask(whole, {
            nodes: [
              { layer: inputLayer, indices: first },
              { layer: 0, indices: second },
              { layer: 2, indices: third },
            ],
          });
          const { network, keptInputs } = await shrink(masked, { inputs: true });
          expect(widths(network)).toEqual([7 - first.length, 9 - second.length, 6 - third.length, 3]);
          expect(keptInputs).toHaveLength(7 - first.length);
          expectSameOutputs(network, masked.network, keptInputs);
        },
      ),
      { seed: 1, numRuns: 40 },
    );
  });

  it.each(kinds)("equals the masked network for any weights of %s layers", async (kind) => {
    const whole = threeLayers(kind);
    await fc.assert(
      fc.asyncProperty(fc.nat(1000), fc.integer({ min: 50, max: 99 }), async (seed, percentile) => {
        const masked = await mask(whole, { by: atRandom({ of: "weights", seed }), amount: { percentile } });
        const { network, keptInputs } = await shrink(masked, { inputs: true });
        expectSameOutputs(network, masked.network, keptInputs);
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it("adds the constants of removed nodes to the next bias, by hand", async () => {
    const dense = (inputs: number, outputs: number, kernel: number[], bias?: number[]): MappingLayer => ({
      kind: "dense",
      inputs,
      outputs,
      kernel: Float32Array.from(kernel),
      ...(bias && { bias: Float32Array.from(bias) }),
      trainable: { kernel: true, bias: true },
    });
    const network: Network = {
      inputShape: [1],
      layers: [
        dense(1, 2, [1, 1], [3, 0.5]),
        { kind: "activation", activation: "relu" },
        dense(2, 1, [10, 2]),
      ],
    };
    const { network: small } = await shrink(await mask(network, { nodes: [{ layer: 0, indices: [0] }] }));
    // node 0 gives relu(3), and 10 · 3 goes to a bias that was not there
    expect(small.layers[2]).toEqual(dense(1, 1, [2], [30]));
    expect(small.layers[0]).toEqual(dense(1, 1, [1], [0.5]));
  });

  it("removes what is left without inputs or readers", async () => {
    const network = threeLayers("dense");
    // node 4 of the first hidden layer feeds only node 2 of the next, which feeds nothing
    const masked = await mask(network, {
      weights: [
        { layer: 2, indices: [0, 1, 3, 4, 5].map((row) => row * 9 + 4) },
        { layer: 4, indices: [0, 1, 2].map((row) => row * 6 + 2) },
      ],
    });
    const { network: small, removed } = await shrink(masked);
    expect([removed, ...widths(small)]).toEqual([2, 7, 8, 5, 3]);
    expectSameOutputs(small, masked.network);
  });

  it("keeps one node of a layer that gives only constants, masks of single weights, and the outputs", async () => {
    const network = threeLayers("dense");
    const constant: Network = {
      ...network,
      layers: network.layers.map((layer, index) =>
        index === 0 ? { ...(layer as MappingLayer), mask: new Uint8Array(9 * 7) } : layer,
      ),
    };
    const { network: small } = await shrink(constant);
    expect(widths(small)).toEqual([7, 1, 6, 3]);
    expectSameOutputs(small, constant);

    const some = await mask(network, { weights: [{ layer: 0, indices: [1] }] });
    const one = await mask(some, { nodes: [{ layer: 0, indices: [8] }] });
    const { network: partly } = await shrink(one);
    expect((partly.layers[0] as MappingLayer).mask?.indexOf(0)).toBe(1);
    expect((partly.layers[0] as MappingLayer).mask).toHaveLength(8 * 7);
    expectSameOutputs(partly, one.network);
  });

  it("finds zeros that were baked in", async () => {
    for (const kind of kinds) {
      const masked = await mask(threeLayers(kind), { nodes: [{ layer: 0, indices: [2, 3] }] });
      const { network } = await shrink(await bake(masked));
      expect(widths(network)).toEqual([7, 7, 6, 3]);
      expectSameOutputs(network, masked.network);
    }
  });

  it("keeps seeds in place of numbers where they can say what is left", async () => {
    const wide = createNetwork({
      inputShape: 40,
      layers: [spec("spectral", 30, { activation: "relu" }), spec("s-svd", 4, { activation: "softmax" })],
    });
    const { network, before, after } = await shrink(
      await mask(wide, { by: atRandom(), amount: { percentile: 50 } }),
    );
    const [first, , second] = network.layers;
    if (first?.kind !== "spectral" || second?.kind !== "s-svd") throw new Error("other layers than expected");
    expect("selection" in first.phi && "selection" in second.V).toBe(true);
    expect("recipe" in second.U && second.s.length).toBe(4);
    expect(after.bytes).toBeLessThan(before.bytes);
    expect(after.parameters).toBeLessThan(0.6 * before.parameters);
  });

  it("gives S-QR layers an orthonormal Q again, and S-SVD layers as many singular values as fit", async () => {
    const { network: qr } = await shrink(
      await mask(threeLayers("s-qr"), { by: atRandom(), amount: { percentile: 60 } }),
    );
    const [layer] = qr.layers;
    if (layer?.kind !== "s-qr") throw new Error("other layer than expected");
    const Q = {
      values: Float64Array.from(materialize(layer.Q)),
      rows: layer.Q.rows,
      columns: layer.Q.columns,
    };
    expect(Q).toBeOrthonormal({ factor: 2 ** 28 }); // float32
    const { network: svd } = await shrink(
      await mask(threeLayers("s-svd"), { by: atRandom(), amount: { percentile: 60 } }),
    );
    expect(svd.layers[0]).toMatchObject({
      inputs: 7,
      outputs: 4,
      U: { rows: 4, columns: 4 },
      V: { rows: 7 },
    });
  });

  it("leaves nodes that pass a softmax, and networks where nothing is dead", async () => {
    const network = createNetwork({
      inputShape: 3,
      layers: [spec("dense", 4, { activation: "softmax" }), spec("dense", 2)],
    });
    const masked = await mask(network, { weights: [{ layer: 0, indices: [0, 1, 2] }] });
    expect((await shrink(masked)).network).toBe(masked.network);
    const same = await shrink(network);
    expect([same.network, same.changed, same.removed]).toEqual([network, false, 0]);
  });

  it("removes inputs only where asked, and says which stay, counted from the first network", async () => {
    const masked = await mask(threeLayers("spectral"), { nodes: [{ layer: inputLayer, indices: [0, 5] }] });
    expect(inputSize((await shrink(masked)).network)).toBe(7);
    const once = await shrink(masked, { inputs: true });
    expect([...once.keptInputs]).toEqual([1, 2, 3, 4, 6]);
    const twice = await shrink(await mask(once, { nodes: [{ layer: inputLayer, indices: [0, 4] }] }), {
      inputs: true,
    });
    expect([...twice.keptInputs]).toEqual([2, 3, 4]);
    expect(() => selectInputs(new Float32Array(8), 4, twice.keptInputs)).toThrow(
      "selectInputs: keptInputs must be from 0 to 3, got 4",
    );
    expect(() => selectInputs(new Float32Array(8), 7, twice.keptInputs)).toThrow(
      "selectInputs: needs samples of 7 numbers each, got 8 in all",
    );
    expect([...selectInputs(Float32Array.of(1, 2, 3, 4), 2, Uint32Array.of(1, 0, 1))]).toEqual([
      2, 1, 2, 4, 3, 4,
    ]);
    expect(() => selectInputs(new Float32Array(8), 4, new Uint32Array(0))).toThrow(
      new ShapeError("selectInputs: needs one of keptInputs, got none"),
    );
  });

  it("tells a metric which inputs the network takes, in every verb", async () => {
    const network = threeLayers("spectral");
    const samples = samplesOf(network);
    const metric = (candidate: Network, keptInputs: Uint32Array) =>
      forward(candidate, selectInputs(samples, 7, keptInputs))[0]!;
    const masked = await mask(network, { nodes: [{ layer: inputLayer, indices: [0, 5] }] }, { metric });
    const { before, after, ...small } = await shrink(masked, { inputs: true, metric });
    expect(after.metric).toBeCloseTo(before.metric!, 5);
    expect(after.metric).not.toBeCloseTo(masked.before.metric!, 3);
    const choice = { by: atRandom(), amount: { maxDrop: 1 } };
    const further = await mask({ ...small, before, after }, choice, { metric });
    expect(further.before.metric).toBe(after.metric);
  });

  it("wants dynamic masks baked first", async () => {
    const network = createNetwork({ inputShape: 3, layers: [{ kind: "dense", units: 2, sparsity: 0.5 }] });
    await expect(shrink(network)).rejects.toThrow(
      new TypeError(
        "shrink: layer 0 has a dynamic mask, and a smaller layer would have another one; bake the network first",
      ),
    );
    expect((await shrink(await bake(network))).network.layers).toHaveLength(1);
  });

  it("shares the layers that nothing left", async () => {
    const network = threeLayers("dense");
    const { network: small } = await shrink(await mask(network, { nodes: [{ layer: 0, indices: [1] }] }));
    expect(small.layers[4]).toBe(network.layers[4]);
    expect(layerKernel(small.layers[4] as MappingLayer)).toEqual(
      layerKernel(network.layers[4] as MappingLayer),
    );
  });
});
