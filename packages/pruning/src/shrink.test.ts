import {
  createNetwork,
  encodeNetwork,
  forward,
  inputSize,
  layerKernel,
  type MappingLayer,
  materialize,
  type Network,
} from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";
import {
  type MappingKind,
  mappingKinds,
  networkOf,
  samplesOf,
  specOf,
  threeLayers,
  withStoredMatrices,
} from "@reciprocal/test-networks";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "@reciprocal/test-utils";
import { bake } from "./bake.js";
import { mask } from "./mask.js";
import { selectInputs } from "./features/select-inputs.js";
import { networkSize } from "./network-size.js";
import { inputLayer } from "./node-layers.js";
import { atRandom } from "./ranking/at-random.js";
import { refactor } from "./refactor.js";
import { keptInputs, shrink } from "./shrink.js";

const widths = (network: Network) => [
  inputSize(network),
  ...network.layers.flatMap((layer) => (layer.kind === "activation" ? [] : [layer.outputs])),
];
/** Rounding of float32 factors, with room for sums over a few nodes. */
const rounding = { relative: 2e-6, absolute: 2e-6 };

function expectSameOutputs(smaller: Network, masked: Network, kept?: Uint32Array): void {
  const samples = samplesOf(masked);
  const fewer = kept ? selectInputs(samples, inputSize(masked), kept) : samples;
  expect(forward(smaller, fewer)).toBeCloseRelative(forward(masked, samples), rounding);
}

describe("shrink", () => {
  it.each(mappingKinds)("removes masked nodes of %s layers and gives the same outputs", (kind) => {
    for (const useBias of [true, false]) {
      const masked = mask(threeLayers(kind, { useBias }), {
        nodes: [
          { layer: 0, indices: [0, 3, 4, 8] },
          { layer: 2, indices: [1, 5] },
        ],
      });
      const network = shrink(masked);
      expect(widths(network)).toEqual([7, 5, 4, 3]);
      expect(network.layers.map((layer) => layer.kind)).toEqual(masked.layers.map((layer) => layer.kind));
      expect(network.layers.some((layer) => layer.kind !== "activation" && layer.mask)).toBe(false);
      expectSameOutputs(network, masked);
      // the sigmoid of a silent node is not 0: if there was no bias, one is made for it
      const biases = network.layers.flatMap((layer) => (layer.kind === "activation" ? [] : [!!layer.bias]));
      expect(biases).toEqual(useBias ? [true, true, true] : [false, true, true]);
      const [before, after] = [networkSize(masked), networkSize(network)];
      expect([before.hiddenNodes, after.hiddenNodes]).toEqual([15, 9]);
      expect(after.multiplyAdds).toBe(7 * 5 + 5 * 4 + 4 * 3);
      expect(after.denseBytes).toBeLessThan(before.denseBytes);
    }
  });

  it.each(mappingKinds)("equals the masked network for any nodes of %s layers, inputs included", (kind) => {
    const whole = threeLayers(kind);
    fc.assert(
      fc.property(
        fc.subarray([...Array(7).keys()], { maxLength: 6 }),
        fc.subarray([...Array(9).keys()], { maxLength: 8 }),
        fc.subarray([...Array(6).keys()], { maxLength: 5 }),
        (first, second, third) => {
          const masked = mask(whole, {
            nodes: [
              { layer: inputLayer, indices: first },
              { layer: 0, indices: second },
              { layer: 2, indices: third },
            ],
          });
          const network = shrink(masked, { inputs: true });
          expect(widths(network)).toEqual([7 - first.length, 9 - second.length, 6 - third.length, 3]);
          expect(keptInputs(masked)).toHaveLength(7 - first.length);
          expectSameOutputs(network, masked, keptInputs(masked));
        },
      ),
      { seed: 1, numRuns: 40 },
    );
  });

  it.each(mappingKinds)("equals the masked network for any weights of %s layers", (kind) => {
    const whole = threeLayers(kind);
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 50, max: 99 }), (seed, percentile) => {
        const masked = mask(whole, { by: atRandom({ of: "weights", seed }), amount: { percentile } });
        expectSameOutputs(shrink(masked, { inputs: true }), masked, keptInputs(masked));
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it("adds the constants of removed nodes to the next bias, by hand", () => {
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
    const small = shrink(mask(network, { nodes: [{ layer: 0, indices: [0] }] }));
    // node 0 gives relu(3), and 10 · 3 goes to a bias that was not there
    expect(small.layers[2]).toEqual(dense(1, 1, [2], [30]));
    expect(small.layers[0]).toEqual(dense(1, 1, [1], [0.5]));
  });

  it("removes what is left without inputs or readers", () => {
    const network = threeLayers("dense");
    // node 4 of the first hidden layer feeds only node 2 of the next, which feeds nothing
    const masked = mask(network, {
      weights: [
        { layer: 2, indices: [0, 1, 3, 4, 5].map((row) => row * 9 + 4) },
        { layer: 4, indices: [0, 1, 2].map((row) => row * 6 + 2) },
      ],
    });
    const small = shrink(masked);
    expect(widths(small)).toEqual([7, 8, 5, 3]);
    expectSameOutputs(small, masked);
  });

  it("keeps one node of a layer that gives only constants, masks of single weights, and the outputs", () => {
    const network = threeLayers("dense");
    const constant: Network = {
      ...network,
      layers: network.layers.map((layer, index) =>
        index === 0 ? { ...(layer as MappingLayer), mask: new Uint8Array(9 * 7) } : layer,
      ),
    };
    const small = shrink(constant);
    expect(widths(small)).toEqual([7, 1, 6, 3]);
    expectSameOutputs(small, constant);

    const some = mask(network, { weights: [{ layer: 0, indices: [1] }] });
    const one = mask(some, { nodes: [{ layer: 0, indices: [8] }] });
    const partly = shrink(one);
    expect((partly.layers[0] as MappingLayer).mask?.indexOf(0)).toBe(1);
    expect((partly.layers[0] as MappingLayer).mask).toHaveLength(8 * 7);
    expectSameOutputs(partly, one);
  });

  it("finds zeros that were baked in", () => {
    for (const kind of mappingKinds) {
      const masked = mask(threeLayers(kind), { nodes: [{ layer: 0, indices: [2, 3] }] });
      const network = shrink(bake(masked));
      expect(widths(network)).toEqual([7, 7, 6, 3]);
      expectSameOutputs(network, masked);
    }
  });

  it("keeps seeds in place of numbers if they can stand for what is left", () => {
    const wide = createNetwork({
      inputShape: 40,
      layers: [specOf("spectral", 30, { activation: "relu" }), specOf("s-svd", 4, { activation: "softmax" })],
    });
    const masked = mask(wide, { by: atRandom(), amount: { percentile: 50 } });
    const network = shrink(masked);
    const [before, after] = [networkSize(masked), networkSize(network)];
    const [first, , second] = network.layers;
    if (first?.kind !== "spectral" || second?.kind !== "s-svd") throw new Error("other layers than expected");
    expect("selection" in first.phi && "selection" in second.V).toBe(true);
    expect("recipe" in second.U && second.s.length).toBe(4);
    expect(after.bytes).toBeLessThan(before.bytes);
    expect(after.parameters).toBeLessThan(0.6 * before.parameters);
  });

  it.each(mappingKinds)("makes files of %s layers smaller, the more nodes go the more so", (kind) => {
    for (const units of [100, 300]) {
      const layers = [specOf(kind, units, { activation: "relu" }), specOf(kind, 10)];
      const network = createNetwork({ inputShape: 200, layers });
      let before = encodeNetwork(network).length;
      for (const percentile of [10, 50, 95]) {
        const small = shrink(mask(network, { by: atRandom(), amount: { percentile } }));
        const { length } = encodeNetwork(small);
        expect([kind, units, percentile, length < before]).toEqual([kind, units, percentile, true]);
        before = length;
      }
    }
  });

  it("removes nodes again from what is left", () => {
    for (const kind of mappingKinds) {
      const network = networkOf(12, specOf(kind, 9, { activation: "tanh" }), specOf(kind, 7));
      const once = shrink(mask(network, { by: atRandom({ seed: 1 }), amount: { count: 4 } }));
      const masked = mask(once, { by: atRandom({ seed: 2 }), amount: { count: 2 } });
      const twice = shrink(masked);
      expect(widths(twice)).toEqual([12, 3, 7]);
      expectSameOutputs(twice, masked);
      const thinned = mask(once, { by: atRandom({ of: "weights" }), amount: { percentile: 30 } });
      expectSameOutputs(bake(thinned), thinned);
      expectSameOutputs(bake(masked), masked);
      const refactored = refactor(twice);
      expectSameOutputs(refactored, twice);
      expect(refactored.layers.some((layer) => "madeAs" in layer)).toBe(false);
      expect(refactor(refactored)).toBe(refactored);
    }
  });

  it("makes new factors of stored ones, an orthonormal Q and as many singular values as fit", () => {
    const stored = (kind: MappingKind) =>
      shrink(mask(withStoredMatrices(threeLayers(kind)), { by: atRandom(), amount: { percentile: 60 } }));
    const qr = stored("s-qr");
    const [layer] = qr.layers;
    if (layer?.kind !== "s-qr") throw new Error("other layer than expected");
    const Q = {
      values: Float64Array.from(materialize(layer.Q)),
      rows: layer.Q.rows,
      columns: layer.Q.columns,
    };
    expect(Q).toBeOrthonormal({ factor: 2 ** 28 }); // float32
    const svd = stored("s-svd");
    expect(svd.layers[0]).toMatchObject({
      inputs: 7,
      outputs: 4,
      U: { rows: 4, columns: 4 },
      V: { rows: 7 },
    });
  });

  it("leaves nodes that pass a softmax, and networks without dead nodes", () => {
    const network = createNetwork({
      inputShape: 3,
      layers: [specOf("dense", 4, { activation: "softmax" }), specOf("dense", 2)],
    });
    const masked = mask(network, { weights: [{ layer: 0, indices: [0, 1, 2] }] });
    expect(shrink(masked)).toBe(masked);
    expect(shrink(network)).toBe(network);
  });

  it("removes inputs only if asked, and says which stay", () => {
    const masked = mask(threeLayers("spectral"), { nodes: [{ layer: inputLayer, indices: [0, 5] }] });
    expect(shrink(masked).inputShape).toEqual([7]);
    const once = shrink(masked, { inputs: true });
    expect(once.inputShape).toEqual([5]);
    expect([...keptInputs(masked)]).toEqual([1, 2, 3, 4, 6]);
    const again = mask(once, { nodes: [{ layer: inputLayer, indices: [0, 4] }] });
    expect([...keptInputs(again)]).toEqual([1, 2, 3]);
    expect(shrink(again, { inputs: true }).inputShape).toEqual([3]);
    expect([...keptInputs(once)]).toEqual([0, 1, 2, 3, 4]);
  });

  it("makes no bias if what went gave nothing", () => {
    const hidden = specOf("dense", 4, { activation: "relu", useBias: false });
    const network = createNetwork({
      inputShape: 3,
      layers: [hidden, specOf("dense", 2, { useBias: false })],
    });
    const small = shrink(mask(network, { nodes: [{ layer: 0, indices: [1] }] }));
    expect(widths(small)).toEqual([3, 3, 2]);
    expect(small.layers.every((layer) => layer.kind === "activation" || layer.bias === undefined)).toBe(true);
  });

  it("needs dynamic masks baked first", () => {
    const network = createNetwork({ inputShape: 3, layers: [{ kind: "dense", units: 2, sparsity: 0.5 }] });
    expect(() => shrink(network)).toThrow(TypeError);
    expect(() => shrink(network)).toThrow(/shrink: layer 0.*dynamic mask.*bake/);
    expect(shrink(bake(network)).layers).toHaveLength(1);
  });

  it("shares the layers that nothing left", () => {
    const network = threeLayers("dense");
    const small = shrink(mask(network, { nodes: [{ layer: 0, indices: [1] }] }));
    expect(small.layers[4]).toBe(network.layers[4]);
    expect(layerKernel(small.layers[4] as MappingLayer)).toEqual(
      layerKernel(network.layers[4] as MappingLayer),
    );
  });
});

describe("selectInputs", () => {
  it("takes the columns that are named, in that order", () => {
    const inputs = Float32Array.of(1, 2, 3, 4);
    expect([...selectInputs(inputs, 2, Uint32Array.of(1, 0, 1))]).toEqual([2, 1, 2, 4, 3, 4]);
  });

  it.each([
    [4, [2, 3, 4], RangeError, /selectInputs: keptInputs.*0 to 3.*got 4/],
    [7, [2], ShapeError, /selectInputs: .*7 values.*got 8/],
    [4, [], ShapeError, /selectInputs: keptInputs.*got none/],
  ])("refuses what does not fit: %j of %j", (width, kept, type, message) => {
    const select = () => selectInputs(new Float32Array(8), width, Uint32Array.from(kept));
    expect(select).toThrow(type);
    expect(select).toThrow(message);
  });
});
