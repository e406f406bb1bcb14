import { createNetwork, layerKernel, type MappingLayer, type Network } from "@reciprocal/network";
import { mappingKinds, specOf, threeLayers } from "@reciprocal/test-networks";
import { describe, expect, it } from "vitest";
import type { Amount } from "./choose/amount.js";
import { mask } from "./mask.js";
import { maskWithinDrop } from "./mask-within-drop.js";
import { networkSize } from "./network-size.js";
import { inputLayer } from "./node-layers.js";
import { atRandom } from "./ranking/at-random.js";
import { byMagnitude } from "./ranking/by-magnitude.js";
import { byWeightNorm } from "./ranking/by-weight-norm.js";
import { type Ranking, relativeScores } from "./ranking/ranking.js";

const mapping = (network: Network, layer: number) => network.layers[layer] as MappingLayer;

/** Scores 0, 1, 2, … plus `from`, by layer. */
const ordered = (scores: Readonly<Record<number, readonly number[]>>): Ranking => ({
  name: "given",
  of: "nodes",
  scores: () =>
    Object.entries(scores).map(([layer, values]) => ({
      layer: Number(layer),
      scores: Float64Array.from(values),
    })),
});

/** Hidden nodes that are cut off, by layer. */
function cut({ layers }: Network): Record<number, number[]> {
  const found: Record<number, number[]> = {};
  layers.forEach((layer, index) => {
    if (layer.kind === "activation" || !layer.mask) return;
    const { mask: values, inputs, outputs } = layer;
    found[index] = Array.from({ length: outputs }, (_, i) => i).filter(
      (i) => !values.subarray(i * inputs, (i + 1) * inputs).includes(1),
    );
  });
  return found;
}

describe("mask", () => {
  it.each(mappingKinds)("cuts %s nodes off from what feeds them and leaves what is stored", (kind) => {
    const network = threeLayers(kind);
    const masked = mask(network, {
      nodes: [
        { layer: 0, indices: [1, 8] },
        { layer: inputLayer, indices: [2] },
      ],
    });
    const before = layerKernel(mapping(network, 0));
    const after = layerKernel(mapping(masked, 0));
    after.forEach((w, at) => {
      const isCut = [1, 8].includes(Math.floor(at / 7)) || at % 7 === 2;
      expect(w).toBe(isCut ? 0 : before[at]);
    });
    // all that changed is one mask
    const { mask: made, ...rest } = mapping(masked, 0);
    expect(made?.reduce((sum, value) => sum + value)).toBe(7 * 6);
    expect(rest).toEqual(network.layers[0]);
    expect(masked.layers.slice(1)).toEqual(network.layers.slice(1));
    expect(Object.isFrozen(masked.layers[0])).toBe(true);
  });

  it("hides single weights", () => {
    const network = threeLayers("dense");
    const masked = mask(network, { weights: [{ layer: 2, indices: [0, 53] }] });
    const after = layerKernel(mapping(masked, 2));
    expect([...after.keys()].filter((at) => after[at] === 0)).toEqual([0, 53]);
  });

  it("adds to the masks that are there", () => {
    const network = threeLayers("dense");
    const first = mask(network, { nodes: [{ layer: 0, indices: [1] }] });
    const second = mask(first, { nodes: [{ layer: 0, indices: [4] }] });
    expect(cut(second)).toEqual({ 0: [1, 4] });
    expect([networkSize(first).activeNodes, networkSize(second).activeNodes]).toEqual([14, 13]);
    // nothing is smaller yet
    expect(networkSize(second).parameters).toBe(networkSize(network).parameters);
    expect(networkSize(second).multiplyAdds).toBe(networkSize(network).multiplyAdds);
  });

  it("takes a percentile of every layer, those already masked counted in", () => {
    const network = threeLayers("dense");
    const by = ordered({ 0: [8, 7, 6, 5, 4, 3, 2, 1, 0], 2: [0, 5, 1, 4, 2, 3] });
    const third = mask(network, { by, amount: { percentile: 100 / 3 } });
    expect(cut(third)).toEqual({ 0: [6, 7, 8], 2: [0, 2] });
    const twoThirds = mask(third, { by, amount: { percentile: 200 / 3 } });
    expect(cut(twoThirds)).toEqual({ 0: [3, 4, 5, 6, 7, 8], 2: [0, 2, 4, 5] });
    expect([third, twoThirds].map((one) => networkSize(one).activeNodes)).toEqual([10, 5]);
    expect(mask(twoThirds, { by, amount: { percentile: 50 } })).toBe(twoThirds);
  });

  it("takes a percentile or a count across layers, by their scores as they are or relative ones", () => {
    const network = threeLayers("dense");
    const by = ordered({ 0: [1, 2, 3, 4, 5, 6, 7, 8, 9], 2: [10, 20, 30, 40, 50, 60] });
    const share = mask(network, { by, amount: { percentile: 40, across: true } });
    expect(cut(share)).toEqual({ 0: [0, 1, 2, 3, 4, 5] });
    // over the means 5 and 35: 0.2, 0.4, 0.6 … and 0.29, 0.57, 0.86 …
    const relative = mask(network, { by: relativeScores(by), amount: { count: 4 } });
    expect(cut(relative)).toEqual({ 0: [0, 1], 2: [0, 1] });
    const named = mask(network, { by, amount: { count: 2 }, layers: [2] });
    expect(cut(named)).toEqual({ 2: [0, 1] });
  });

  it("leaves scores that are all zero as they are, and Infinity out of the mean", () => {
    const scores = { 0: [0, 0, 0, 0, 0, 0, 0, 0, 0], 2: [1, 3, Infinity, 2, 2, 2] };
    const relative = relativeScores(ordered(scores)).scores(threeLayers("dense"));
    expect(relative.map((layer) => [...layer.scores])).toEqual([scores[0], [0.5, 1.5, Infinity, 1, 1, 1]]);
  });

  it("leaves a network that is not frozen unfrozen", () => {
    const { inputShape, layers } = threeLayers("dense");
    const network = mask({ inputShape, layers: [...layers] }, { nodes: [{ layer: 0, indices: [1] }] });
    expect([Object.isFrozen(network), Object.isFrozen(network.layers)]).toEqual([false, false]);
  });

  it("never empties a layer", () => {
    for (const by of [atRandom(), atRandom({ of: "weights" })]) {
      const network = mask(threeLayers("dense"), { by, amount: { percentile: 100 } });
      const left = network.layers.flatMap((layer) =>
        layer.kind === "activation" || !layer.mask ? [] : [layer.mask.reduce((sum, value) => sum + value)],
      );
      expect(left).toEqual(by.of === "nodes" ? [7, 9] : [1, 1, 1]);
    }
    const five = mask(threeLayers("dense"), {
      by: atRandom(),
      amount: { percentile: 100 },
      keepAtLeast: 5,
    });
    expect(networkSize(five).activeNodes).toBe(10);
    const again = mask(five, { by: atRandom({ seed: 2 }), amount: { count: 8 } });
    expect(networkSize(again).activeNodes).toBe(2);
    const nine = () => mask(five, { by: atRandom(), amount: { count: 9 } });
    expect(nine).toThrow(RangeError);
    expect(nine).toThrow(/mask: count.* 8,.*nodes.*got 9/);
  });

  it("removes of equal scores those with lower indices, and never one that scores Infinity", () => {
    const by = ordered({ 0: [Infinity, 1, 1, 1, 1, 1, 1, 1, 1] });
    const network = mask(threeLayers("dense"), { by, amount: { count: 2 }, layers: [0] });
    expect(cut(network)).toEqual({ 0: [1, 2] });
    const last = ordered({ 0: [1, 1, 1, 1, 1, 1, Infinity, 1, Infinity] });
    const all = mask(threeLayers("dense"), { by: last, amount: { count: 7 }, layers: [0] });
    expect(cut(all)).toEqual({ 0: [0, 1, 2, 3, 4, 5, 7] });
  });

  it("masks nodes until the network fits a budget once shrunk", () => {
    const network = threeLayers("dense");
    // 7–9–h–3 with h of the 6 nodes left: 7·9 + 9 + 9·h + h + h·3 + 3 = 75 + 13 h
    const choice = { by: atRandom(), layers: [2] };
    const left = (amount: Amount) => networkSize(mask(network, { ...choice, amount })).activeNodes - 9;
    const budgets = [75 + 26, 75 + 38, 75 + 39, 10_000];
    expect(budgets.map((parameters) => left({ parameters }))).toEqual([2, 2, 3, 6]);
    expect(left({ bytes: 4 * (75 + 26) })).toBe(2);
    expect(() => left({ parameters: 75 })).toThrow(RangeError);
    expect(() => left({ parameters: 75 })).toThrow(/mask: parameters.* 88,.* 5 nodes.*got 75/);
  });

  it.each(mappingKinds)("fits budgets in direct space, whatever %s layers store", (kind) => {
    // 7–9–h–3: 63 + 12 h multiply-adds and 12 + h biases
    const left = (amount: Amount) =>
      networkSize(mask(threeLayers(kind), { by: atRandom(), layers: [2], amount })).activeNodes - 9;
    expect(left({ multiplyAdds: 63 + 35 })).toBe(2);
    expect(left({ denseBytes: 4 * (75 + 38) })).toBe(2);
  });

  it("cannot shrink what a seed stands for", () => {
    const network = threeLayers("spectral");
    const by = atRandom();
    const { bytes, denseBytes } = networkSize(network);
    expect(bytes).toBeLessThan(denseBytes);
    expect(mask(network, { by, amount: { bytes } })).toBe(network);
    expect(() => mask(network, { by, amount: { bytes: 1 } })).toThrow(/bytes.*got 1;.*denseBytes/);
    const ofWeights = () => mask(network, { by: byMagnitude(), amount: { denseBytes: 1 } });
    expect(ofWeights).toThrow(TypeError);
    expect(ofWeights).toThrow(/denseBytes.*nodes/);
  });

  it("takes one amount at a time, by its type", () => {
    // @ts-expect-error two amounts
    const two: Amount = { percentile: 1, count: 2 };
    // @ts-expect-error only percentiles go across
    const across: Amount = { count: 2, across: true };
    expect([two, across]).toHaveLength(2);
  });

  it("counts inputs toward a budget if the inputs are named", () => {
    const network = threeLayers("dense");
    const choice = { by: atRandom(), layers: [inputLayer] };
    // i–9–6–3 with i of the 7 inputs left: 9·i + 9 + 9·6 + 6 + 6·3 + 3 = 90 + 9 i
    const masked = mask(network, { ...choice, amount: { parameters: 90 + 9 * 4 } });
    expect(networkSize(masked).activeWeights).toBe(networkSize(network).activeWeights - 3 * 9);
  });

  it("masks weights until the network fits a budget in sparse rows", () => {
    const network = mask(threeLayers("dense"), {
      by: byMagnitude(),
      amount: { parameters: 40 },
    });
    // 18 biases, and so 22 weights
    expect(
      network.layers.reduce(
        (sum, layer) =>
          sum +
          (layer.kind === "activation"
            ? 0
            : (layer.mask?.filter(Boolean).length ?? layer.inputs * layer.outputs)),
        0,
      ),
    ).toBe(22);
  });
});

describe("maskWithinDrop", () => {
  it("goes as far as a metric allows, and not at all if nothing can go", async () => {
    const network = threeLayers("dense");
    const by = ordered({ 0: [8, 7, 6, 5, 4, 3, 2, 1, 0] });
    const options = (drop: (left: number) => number) => {
      let calls = 0;
      const metric = (candidate: Network) => {
        calls++;
        return drop(9 - (cut(candidate)[0]?.length ?? 0));
      };
      return { metric, calls: () => calls };
    };
    const choice = (maxDrop: number) => ({ by, layers: [0], maxDrop });
    const slope = options((left) => left / 10);
    const some = await maskWithinDrop(network, { ...choice(0.41), metric: slope.metric });
    expect(cut(some)).toEqual({ 0: [5, 6, 7, 8] }); // 0.9 falls to 0.5
    expect(slope.calls()).toBeLessThan(7); // 1 for the start, and a bisection of 8
    const better = await maskWithinDrop(network, { ...choice(0), metric: options((left) => -left).metric });
    expect(cut(better)[0]).toHaveLength(8);
    expect(await maskWithinDrop(network, { ...choice(0.05), metric: slope.metric })).toBe(network);
    const alone = { ...choice(1), keepAtLeast: 9, metric: slope.metric };
    expect(await maskWithinDrop(network, alone)).toBe(network);
  });

  it("waits for a metric, and refuses one that gives no number", async () => {
    const network = threeLayers("dense");
    const by = atRandom();
    const late = async (candidate: Network) => Promise.resolve(networkSize(candidate).activeNodes);
    const masked = await maskWithinDrop(network, { by, maxDrop: 3, metric: late });
    expect(networkSize(masked).activeNodes).toBe(12);
    const metric = () => NaN;
    await expect(maskWithinDrop(network, { by, maxDrop: 1, metric })).rejects.toThrow(RangeError);
    await expect(maskWithinDrop(network, { by, maxDrop: 1, metric })).rejects.toThrow(
      /maskWithinDrop: metric.*got NaN/,
    );
  });
});

describe("mask of named nodes and weights", () => {
  it("counts a node named twice once, and one that is masked already not at all", () => {
    const twice = { nodes: [1, 1].map((index) => ({ layer: 0, indices: [index, index] })) };
    const first = mask(threeLayers("dense"), twice);
    expect(cut(first)).toEqual({ 0: [1] });
    expect(mask(first, twice)).toBe(first);
    const inputs = mask(first, { nodes: [{ layer: inputLayer, indices: [3] }] });
    expect(networkSize(inputs).activeWeights).toBe(networkSize(first).activeWeights - 8);
    expect(mask(inputs, { nodes: [{ layer: inputLayer, indices: [3] }] })).toBe(inputs);
  });

  it("refuses to empty a layer by name, in one call or in several", () => {
    const nodes = (...indices: number[]) => ({ nodes: [{ layer: 2, indices }] });
    const message = /mask: .*nodes of layer 2.*got all/;
    expect(() => mask(threeLayers("dense"), nodes(0, 1, 2, 3, 4, 5))).toThrow(message);
    const five = mask(threeLayers("dense"), nodes(0, 1, 2, 3, 4));
    expect(() => mask(five, nodes(5))).toThrow(message);
    expect(mask(five, nodes(0, 1))).toBe(five);
    const weights = [{ layer: 4, indices: [...Array(18).keys()] }];
    expect(() => mask(five, { weights })).toThrow(/mask: .*weights of layer 4.*got all/);
  });

  it("says what does not exist", () => {
    const network = createNetwork({
      inputShape: 3,
      layers: [specOf("dense", 4, { activation: "softmax" }), specOf("dense", 2)],
    });
    const by = atRandom();
    const refused: [Parameters<typeof mask>[1], RegExp, typeof RangeError | typeof TypeError][] = [
      [{ nodes: [{ layer: 2, indices: [0] }] }, /mask: layer 2.*outputs/, RangeError],
      [{ nodes: [{ layer: 0, indices: [0] }] }, /mask: .*layer 0.*softmax/, RangeError],
      [{ nodes: [{ layer: 1, indices: [0] }] }, /mask: layer.*got 1/, RangeError],
      [{ nodes: [{ layer: -1, indices: [3] }] }, /mask: nodes of layer -1.*0 to 2.*got 3/, RangeError],
      [{ weights: [{ layer: 2, indices: [8] }] }, /mask: weights of layer 2.*0 to 7.*got 8/, RangeError],
      [{ weights: [{ layer: 2, indices: [0.5] }] }, /weights of layer 2.*0 to 7.*got 0.5/, RangeError],
      [{ by, amount: { count: 1 }, layers: [0] }, /mask: layers.* -1, got 0/, RangeError],
      [{ by, amount: { percentile: 101 } }, /mask: percentile.*0 to 100.*got 101/, RangeError],
      [{ by, amount: { percentile: NaN } }, /mask: percentile.*got NaN/, RangeError],
      [{ by, amount: { count: 0.5 } }, /mask: count.*got 0.5/, RangeError],
      [{ by, amount: {} as Amount }, /mask: amount.*percentile, count.*got none/, TypeError],
      [{ by, amount: { count: 1, across: true } as never }, /mask: amount.*got count, across/, TypeError],
      [{ by, amount: { maxDrop: 1 } as never }, /mask: amount.*got maxDrop/, TypeError],
      [{ by, amount: { count: 1 }, keepAtLeast: 0 }, /mask: keepAtLeast.*got 0/, RangeError],
      [{ by, amount: { count: 1 }, layers: [inputLayer, inputLayer] }, /layers.*got -1 twice/, RangeError],
      [{ by: { ...by, of: "node" as "nodes" }, amount: { count: 1 } }, /mask: by.of.*got "node"/, TypeError],
      [{} as { nodes: [] }, /mask: needs by and amount, nodes or weights/, TypeError],
      [{ nodes: [], weights: [] }, /mask: unknown option weights/, TypeError],
      [
        { by: byWeightNorm(), amount: { count: 1 }, layers: [inputLayer] },
        /mask: the ranking by incoming weights.*layer -1/,
        TypeError,
      ],
      [
        { by: ordered({ [-1]: [1] }), amount: { count: 1 }, layers: [inputLayer] },
        /mask: the ranking by given needs 3 scores.*layer -1, got 1/,
        RangeError,
      ],
      [
        { by: ordered({ [-1]: [1, NaN, 1] }), amount: { count: 1 }, layers: [inputLayer] },
        /mask: the ranking by given gives NaN at index 1 of layer -1/,
        RangeError,
      ],
    ];
    for (const [choice, message, type] of refused) {
      expect(() => mask(network, choice)).toThrow(type);
      expect(() => mask(network, choice)).toThrow(message);
    }
    const unknown = { by, amount: { count: 1 }, keep: 2 } as Parameters<typeof mask>[1];
    expect(() => mask(network, unknown)).toThrow(/mask: unknown option keep/);
  });

  it("gives back the network if it masks nothing", () => {
    const network = threeLayers("s-qr");
    expect(mask(network, { nodes: [] })).toBe(network);
  });
});
