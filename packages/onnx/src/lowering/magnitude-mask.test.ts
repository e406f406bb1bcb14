import { graphCost, input } from "@reciprocal/graph";
import { magnitudeThreshold, maskedCount, Random, randomNormal } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { compileGraph, type CompiledGraph } from "../testing/run-graph.js";
import { maskBelow, thresholdWithin } from "./magnitude-mask.js";

const shape = [6, 10];
const w = input("w", shape);
const bracket = { low: input("low", [1]), high: input("high", [1]) };

interface Found {
  readonly threshold: number;
  readonly masked: Float32Array;
}

async function search(
  graph: CompiledGraph<keyof Found>,
  values: Float32Array,
  [low, high]: readonly [number, number],
): Promise<Found> {
  const { threshold, masked } = await graph.run({
    w: { data: values, shape },
    low: { data: Float32Array.of(low), shape: [1] },
    high: { data: Float32Array.of(high), shape: [1] },
  });
  return { threshold: threshold[0]!, masked };
}

const open = [0, Infinity] as const;
const random = new Random(1);
const ugly = [0, -0, 1, -1, 1e-30, -3e38, 2 ** -126, 0.5, -0.5];
const samples: readonly { readonly name: string; readonly values: Float32Array }[] = [
  { name: "normal numbers", values: Float32Array.from(randomNormal(60, { seed: 2 })) },
  { name: "ties and extremes", values: Float32Array.from({ length: 60 }, () => ugly[random.integer(9)]!) },
  { name: "zeros", values: new Float32Array(60) },
  { name: "equal magnitudes", values: Float32Array.from({ length: 60 }, (_, i) => (i % 2 ? -3 : 3)) },
];

describe.each(["onnxruntime-node", "onnxruntime-web"] as const)("thresholdWithin on %s", (runtime) => {
  const graphFor = async (sparsity: number) => {
    const threshold = thresholdWithin(w, maskedCount(60, sparsity), bracket);
    return compileGraph({ threshold, masked: maskBelow(w, threshold) }, runtime);
  };

  it.each(samples)(
    "is magnitudeThreshold, in an open bracket and in one that holds it: $name",
    async ({ values }) => {
      for (const sparsity of [0, 0.01, 0.3, 0.5, 0.9, 0.99]) {
        const graph = await graphFor(sparsity);
        const expected = magnitudeThreshold(values, sparsity);
        const masked = values.map((value) => (Math.abs(value) >= expected ? value : 0));
        const brackets = [
          open,
          [expected, expected],
          [expected * 0.9, expected * 1.1],
          [0, expected],
        ] as const;
        for (const limits of brackets) {
          const found = await search(graph, values, limits);
          expect(found.threshold).toBe(expected);
          // + 0 turns -0 into 0: what is masked may have either sign
          expect(found.masked.map((value) => value + 0)).toEqual(masked.map((value) => value + 0));
        }
        await graph.release();
      }
    },
  );

  it("is NaN where the bracket lies below, above or between", async () => {
    const graph = await graphFor(0.5);
    const values = Float32Array.from({ length: 60 }, (_, i) => i + 1); // the threshold is 31
    for (const limits of [
      [0, 30],
      [32, Infinity],
      [30.2, 30.8],
      [31.2, 31.8],
      [50, 10],
    ] as const) {
      expect((await search(graph, values, limits)).threshold).toBeNaN();
    }
    expect((await search(graph, values, [30.5, 31.5])).threshold).toBe(31);
    await graph.release();
  });

  it("does not hide a NaN among the weights", async () => {
    const graph = await graphFor(0.5);
    const values = Float32Array.from({ length: 60 }, (_, i) => (i === 7 ? NaN : i));
    expect((await search(graph, values, open)).masked[7]).toBeNaN();
    await graph.release();
  });
});

describe("graphCost", () => {
  it("counts what a search goes through, and not the little that it finds", () => {
    const bracket = { low: input("low", [1]), high: input("high", [1]) };
    const { multiplyAdds, elements } = graphCost([thresholdWithin(input("w", [20, 30]), 7, bracket)], {
      batch: 10,
    });
    // five passes over w (|w|, two comparisons, both of them, one as numbers to count), row sums and single numbers
    expect(multiplyAdds).toBe(0);
    expect(Math.floor(elements / 600)).toBe(5);
  });
});
