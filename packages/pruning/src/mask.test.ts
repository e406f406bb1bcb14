import { createNetwork, forward, layerKernel, type MappingLayer, type Network } from "@reciprocal/network";
import { describe, expect, it } from "vitest";
import type { Amount } from "./amount.js";
import { atRandom } from "./at-random.js";
import { byMagnitude } from "./by-magnitude.js";
import { byWeightNorm } from "./by-weight-norm.js";
import { mask } from "./mask.js";
import { networkSize } from "./network-size.js";
import { inputLayer } from "./node-layers.js";
import { history, undo } from "./pruned.js";
import { type Ranking, relativeScores } from "./ranking.js";
import { kinds, samplesOf, spec, threeLayers } from "./testing/networks.js";

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
  it.each(kinds)("cuts %s nodes off from what feeds them and leaves what is stored", async (kind) => {
    const network = threeLayers(kind);
    const {
      network: masked,
      removed,
      changed,
    } = await mask(network, {
      nodes: [
        { layer: 0, indices: [1, 8] },
        { layer: inputLayer, indices: [2] },
      ],
    });
    expect([removed, changed]).toEqual([3, true]);
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

  it("hides single weights", async () => {
    const network = threeLayers("dense");
    const { network: masked } = await mask(network, { weights: [{ layer: 2, indices: [0, 53] }] });
    const after = layerKernel(mapping(masked, 2));
    expect([...after.keys()].filter((at) => after[at] === 0)).toEqual([0, 53]);
  });

  it("adds to the masks that are there", async () => {
    const first = await mask(threeLayers("dense"), { nodes: [{ layer: 0, indices: [1] }] });
    const second = await mask(first, { nodes: [{ layer: 0, indices: [4] }] });
    expect(cut(second.network)).toEqual({ 0: [1, 4] });
    expect([second.before.activeNodes, second.after.activeNodes]).toEqual([14, 13]);
    // nothing is smaller yet
    expect(second.after.parameters).toBe(first.before.parameters);
    expect(second.after.multiplyAdds).toBe(first.before.multiplyAdds);
  });

  it("takes a percentile of every layer, those already masked counted in", async () => {
    const network = threeLayers("dense");
    const by = ordered({ 0: [8, 7, 6, 5, 4, 3, 2, 1, 0], 2: [0, 5, 1, 4, 2, 3] });
    const third = await mask(network, { by, amount: { percentile: 100 / 3 } });
    expect(cut(third.network)).toEqual({ 0: [6, 7, 8], 2: [0, 2] });
    const twoThirds = await mask(third, { by, amount: { percentile: 200 / 3 } });
    expect(cut(twoThirds.network)).toEqual({ 0: [3, 4, 5, 6, 7, 8], 2: [0, 2, 4, 5] });
    expect([third.removed, twoThirds.removed]).toEqual([5, 5]);
    const again = await mask(twoThirds, { by, amount: { percentile: 50 } });
    expect([again.changed, again.network]).toEqual([false, twoThirds.network]);
  });

  it("takes a percentile or a count across layers, by their scores as they are or relative ones", async () => {
    const network = threeLayers("dense");
    const by = ordered({ 0: [1, 2, 3, 4, 5, 6, 7, 8, 9], 2: [10, 20, 30, 40, 50, 60] });
    const share = await mask(network, { by, amount: { percentile: 40, across: true } });
    expect(cut(share.network)).toEqual({ 0: [0, 1, 2, 3, 4, 5] });
    // over the means 5 and 35: 0.2, 0.4, 0.6 … and 0.29, 0.57, 0.86 …
    const relative = await mask(network, { by: relativeScores(by), amount: { count: 4 } });
    expect(cut(relative.network)).toEqual({ 0: [0, 1], 2: [0, 1] });
    const named = await mask(network, { by, amount: { count: 2 }, layers: [2] });
    expect(cut(named.network)).toEqual({ 2: [0, 1] });
  });

  it("leaves scores that are all zero as they are, and Infinity out of the mean", async () => {
    const scores = { 0: [0, 0, 0, 0, 0, 0, 0, 0, 0], 2: [1, 3, Infinity, 2, 2, 2] };
    const relative = await relativeScores(ordered(scores)).scores(threeLayers("dense"));
    expect(relative.map((layer) => [...layer.scores])).toEqual([scores[0], [0.5, 1.5, Infinity, 1, 1, 1]]);
  });

  it("leaves a network that is not frozen unfrozen", async () => {
    const { inputShape, layers } = threeLayers("dense");
    const { network } = await mask(
      { inputShape, layers: [...layers] },
      { nodes: [{ layer: 0, indices: [1] }] },
    );
    expect([Object.isFrozen(network), Object.isFrozen(network.layers)]).toEqual([false, false]);
  });

  it("never empties a layer", async () => {
    for (const by of [atRandom(), atRandom({ of: "weights" })]) {
      const { network } = await mask(threeLayers("dense"), { by, amount: { percentile: 100 } });
      const left = network.layers.flatMap((layer) =>
        layer.kind === "activation" || !layer.mask ? [] : [layer.mask.reduce((sum, value) => sum + value)],
      );
      expect(left).toEqual(by.of === "nodes" ? [7, 9] : [1, 1, 1]);
    }
    const five = await mask(threeLayers("dense"), {
      by: atRandom(),
      amount: { percentile: 100 },
      keepAtLeast: 5,
    });
    expect(five.after.activeNodes).toBe(10);
    const again = await mask(five, { by: atRandom({ seed: 2 }), amount: { count: 8 } });
    expect(again.after.activeNodes).toBe(2);
    await expect(mask(five, { by: atRandom(), amount: { count: 9 } })).rejects.toThrow(
      new RangeError("mask: no more than 8 nodes may go, the count is 9"),
    );
  });

  it("removes of equal scores those with lower indices, and never one that scores Infinity", async () => {
    const by = ordered({ 0: [Infinity, 1, 1, 1, 1, 1, 1, 1, 1] });
    const { network } = await mask(threeLayers("dense"), { by, amount: { count: 2 }, layers: [0] });
    expect(cut(network)).toEqual({ 0: [1, 2] });
    const last = ordered({ 0: [1, 1, 1, 1, 1, 1, Infinity, 1, Infinity] });
    const all = await mask(threeLayers("dense"), { by: last, amount: { count: 7 }, layers: [0] });
    expect(cut(all.network)).toEqual({ 0: [0, 1, 2, 3, 4, 5, 7] });
  });

  it("masks nodes until the network fits a budget once shrunk", async () => {
    const network = threeLayers("dense");
    // 7–9–h–3 with h of the 6 nodes left: 7·9 + 9 + 9·h + h + h·3 + 3 = 75 + 13 h
    const choice = { by: atRandom(), layers: [2] };
    const to = async (parameters: number) =>
      (await mask(network, { ...choice, amount: { parameters } })).after.activeNodes - 9;
    expect([await to(75 + 26), await to(75 + 38), await to(75 + 39), await to(10_000)]).toEqual([2, 2, 3, 6]);
    const { after } = await mask(network, { ...choice, amount: { bytes: 4 * (75 + 26) } });
    expect(after.activeNodes - 9).toBe(2);
    await expect(to(75)).rejects.toThrow(
      new RangeError("mask: no more than 5 nodes may go, which leaves 88 parameters; the budget is 75"),
    );
  });

  it.each(kinds)("fits budgets in direct space, whatever %s layers store", async (kind) => {
    // 7–9–h–3: 63 + 12 h multiply-adds and 12 + h biases
    const left = async (amount: Amount) =>
      (await mask(threeLayers(kind), { by: atRandom(), layers: [2], amount })).after.activeNodes - 9;
    expect(await left({ multiplyAdds: 63 + 35 })).toBe(2);
    expect(await left({ denseBytes: 4 * (75 + 38) })).toBe(2);
  });

  it("cannot shrink what a seed stands for", async () => {
    const network = threeLayers("spectral");
    const by = atRandom();
    const { bytes, denseBytes } = networkSize(network);
    expect(bytes).toBeLessThan(denseBytes);
    expect((await mask(network, { by, amount: { bytes } })).changed).toBe(false);
    await expect(mask(network, { by, amount: { bytes: 1 } })).rejects.toThrow(
      "the budget is 1; what a seed stands for has none, see denseBytes",
    );
    await expect(mask(network, { by: byMagnitude(), amount: { denseBytes: 1 } })).rejects.toThrow(
      new TypeError(
        "mask: denseBytes need a ranking of nodes; single weights that go leave them as they are",
      ),
    );
  });

  it("takes one amount at a time, by its type", () => {
    // @ts-expect-error two amounts
    const two: Amount = { percentile: 1, count: 2 };
    // @ts-expect-error only percentiles go across
    const across: Amount = { count: 2, across: true };
    expect([two, across]).toHaveLength(2);
  });

  it("counts inputs that go towards a budget where the inputs are named", async () => {
    const network = threeLayers("dense");
    const choice = { by: atRandom(), layers: [inputLayer] };
    // i–9–6–3 with i of the 7 inputs left: 9·i + 9 + 9·6 + 6 + 6·3 + 3 = 90 + 9 i
    const { removed } = await mask(network, { ...choice, amount: { parameters: 90 + 9 * 4 } });
    expect(removed).toBe(3);
  });

  it("masks weights until the network fits a budget in sparse rows", async () => {
    const { network } = await mask(threeLayers("dense"), {
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

  it("goes as far as a metric allows, and not at all where nothing can go", async () => {
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
    const choice = (maxDrop: number) => ({ by, layers: [0], amount: { maxDrop } });
    const slope = options((left) => left / 10);
    const some = await mask(network, choice(0.41), { metric: slope.metric });
    expect(cut(some.network)).toEqual({ 0: [5, 6, 7, 8] });
    expect([some.before.metric, some.after.metric]).toEqual([0.9, 0.5]);
    expect(slope.calls()).toBeLessThan(9); // 2 for the result, 1 for the start, and a bisection of 8
    const better = await mask(network, choice(0), { metric: options((left) => -left).metric });
    expect(cut(better.network)[0]).toHaveLength(8);
    const none = await mask(network, choice(0.05), { metric: slope.metric });
    expect([none.network, none.changed, none.removed]).toEqual([network, false, 0]);
  });

  it("can be undone, step by step", async () => {
    const network = threeLayers("dense");
    const first = await mask(network, { by: atRandom(), amount: { count: 2 } });
    const second = await mask(first, { by: atRandom(), amount: { count: 2 } });
    expect(history(second).map(({ verb, removed }) => [verb, removed])).toEqual([
      ["mask", 2],
      ["mask", 2],
    ]);
    expect(undo(second)).toBe(first);
    expect(undo(second, 2)).toBe(network);
    expect(() => undo(second, 3)).toThrow(new RangeError("undo: there are 2 steps to undo, got 3"));
  });

  it("counts a node named twice once, and one that is masked already not at all", async () => {
    const twice = { nodes: [1, 1].map((index) => ({ layer: 0, indices: [index, index] })) };
    const first = await mask(threeLayers("dense"), twice);
    expect(first.removed).toBe(1);
    const again = await mask(first, twice);
    expect([again.removed, again.changed, again.network]).toEqual([0, false, first.network]);
    const inputs = await mask(first, { nodes: [{ layer: inputLayer, indices: [3] }] });
    const same = await mask(inputs, { nodes: [{ layer: inputLayer, indices: [3] }] });
    expect([inputs.removed, same.removed]).toEqual([1, 0]);
  });

  it("refuses to empty a layer by name, in one call or in several", async () => {
    const nodes = (...indices: number[]) => ({ nodes: [{ layer: 2, indices }] });
    const message = "mask: one of the nodes of layer 2 must stay, got all of them";
    await expect(mask(threeLayers("dense"), nodes(0, 1, 2, 3, 4, 5))).rejects.toThrow(message);
    const five = await mask(threeLayers("dense"), nodes(0, 1, 2, 3, 4));
    await expect(mask(five, nodes(5))).rejects.toThrow(message);
    expect((await mask(five, nodes(0, 1))).changed).toBe(false);
    const weights = [{ layer: 4, indices: [...Array(18).keys()] }];
    await expect(mask(five, { weights })).rejects.toThrow("mask: one of the weights of layer 4 must stay");
  });

  it("says what is not there", async () => {
    const network = createNetwork({
      inputShape: 3,
      layers: [spec("dense", 4, { activation: "softmax" }), spec("dense", 2)],
    });
    const by = atRandom();
    const amounts = "percentile, count, parameters, bytes, denseBytes, multiplyAdds, maxDrop";
    const refused: [Parameters<typeof mask>[1], string][] = [
      [
        { nodes: [{ layer: 2, indices: [0] }] },
        "mask: layer 2 holds the outputs of the network, which nothing may remove",
      ],
      [
        { nodes: [{ layer: 0, indices: [0] }] },
        "mask: the nodes of layer 0 pass a softmax, which depends on all of them",
      ],
      [{ nodes: [{ layer: 1, indices: [0] }] }, "mask: layer must be the place of a mapping or −1, got 1"],
      [{ nodes: [{ layer: -1, indices: [3] }] }, "mask: nodes of layer -1 must be from 0 to 2, got 3"],
      [{ weights: [{ layer: 2, indices: [8] }] }, "mask: weights of layer 2 must be from 0 to 7, got 8"],
      [{ weights: [{ layer: 2, indices: [0.5] }] }, "mask: weights of layer 2 must be from 0 to 7, got 0.5"],
      [{ by, amount: { count: 1 }, layers: [0] }, "mask: layers with nodes that may go are -1, got 0"],
      [{ by, amount: { percentile: 101 } }, "mask: percentile must be from 0 to 100, got 101"],
      [{ by, amount: { percentile: NaN } }, "mask: percentile must be a number from 0, got NaN"],
      [{ by, amount: { count: 0.5 } }, "mask: count must be a whole number from 0, got 0.5"],
      [{ by, amount: {} as Amount }, `mask: amount must be only one of ${amounts}, got nothing`],
      [
        { by, amount: { count: 1, across: true } as never },
        `mask: amount must be only one of ${amounts}, got count, across`,
      ],
      [{ by, amount: { maxDrop: 1 } }, "mask: an amount of maxDrop needs a metric"],
      [
        { by, amount: { count: 1 }, keepAtLeast: 0 },
        "mask: keepAtLeast must be a whole number from 1, got 0",
      ],
      [
        { by, amount: { count: 1 }, layers: [inputLayer, inputLayer] },
        "mask: layers must name each layer once, got -1 twice",
      ],
      [
        { by: { ...by, of: "node" as "nodes" }, amount: { count: 1 } },
        'mask: what the ranking is of must be one of nodes, weights, got "node"',
      ],
      [{} as { nodes: [] }, "mask: needs by and amount, nodes or weights, got nothing"],
      [{ nodes: [], weights: [] }, "mask: unknown option weights; there are nodes"],
      [
        { by: byWeightNorm(), amount: { count: 1 }, layers: [inputLayer] },
        "mask: the ranking by incoming weights has no scores for layer -1",
      ],
      [
        { by: ordered({ [-1]: [1] }), amount: { count: 1 }, layers: [inputLayer] },
        "mask: the ranking by given needs 3 scores for layer -1, got 1",
      ],
      [
        { by: ordered({ [-1]: [1, NaN, 1] }), amount: { count: 1 }, layers: [inputLayer] },
        "mask: the ranking by given gives NaN to number 1 of layer -1",
      ],
    ];
    for (const [choice, message] of refused) await expect(mask(network, choice)).rejects.toThrow(message);
    const unknown = { by, amount: { count: 1 }, keep: 2 } as Parameters<typeof mask>[1];
    await expect(mask(network, unknown)).rejects.toThrow("mask: unknown option keep");
  });

  it("leaves outputs alone where it masks nothing", async () => {
    const network = threeLayers("s-qr");
    const same = await mask(network, { nodes: [] });
    expect(same.changed).toBe(false);
    expect(forward(same.network, samplesOf(network))).toEqual(forward(network, samplesOf(network)));
  });
});
