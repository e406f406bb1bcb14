import { magnitudeThreshold, randomNormal } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import type { Session, TensorData } from "../engine/engine.js";
import { loadEngine } from "../engine/load-engine.js";
import { encodeModel, input } from "@reciprocal/graph";
import { createNetwork } from "@reciprocal/network";
import { lowerNetwork } from "@reciprocal/onnx";
import { MaskBrackets } from "./mask-brackets.js";

/** Masks of half of the weights of dense layers between nodes of these numbers. */
function maskBrackets(inputs: number, ...units: readonly number[]): MaskBrackets {
  const layers = units.map((count) => ({ kind: "dense", units: count, sparsity: 0.5 }) as const);
  const network = createNetwork({ inputShape: inputs, layers, seed: 0 });
  const isInput = ({ name }: { readonly name: string }) => name === "kernel";
  return new MaskBrackets(lowerNetwork(network, input("x", ["batch", inputs]), { isInput }).masks);
}

/** A mask of half of some weights that are fed, and how often its graph ran. */
async function masked([rows, columns]: readonly [number, number]) {
  const weights = rows * columns;
  const brackets = maskBrackets(columns, rows);
  const session = await (await loadEngine()).createSession(encodeModel(brackets.results));
  let runs = 0;
  const counted: Session = {
    run(inputs) {
      runs++;
      return session.run(inputs);
    },
    release: () => session.release(),
  };
  const data = new Float32Array(weights);
  const inputs: Record<string, TensorData> = {
    ...brackets.feeds,
    "0.kernel": { data, shape: [rows, columns] },
  };
  return {
    /** The threshold of new weights, and the runs that it took. */
    next: async (values: Float32Array): Promise<[threshold: number, runs: number]> => {
      data.set(values);
      runs = 0;
      const results = await brackets.run(counted, inputs);
      return [results["threshold.0"]![0]!, runs];
    },
    high: () => brackets.feeds["0.high"]!.data[0]!,
    release: () => session.release(),
  };
}

const large = [100, 200] as const;
const normal = Float32Array.from(randomNormal(20_000, { seed: 1 }));
const times = (factor: number) => normal.map((value) => factor * value);

describe("MaskBrackets", () => {
  it("finds every threshold exactly, in one run as long as it moves little", async () => {
    const { next, high, release } = await masked(large);
    for (let i = 0; i < 20; i++) {
      const values = times(1 + 0.001 * i);
      const threshold = magnitudeThreshold(values, 0.5);
      expect(await next(values)).toEqual([threshold, 1]);
      expect(high()).toBeLessThan(1.1 * threshold);
    }
    await release();
  });

  it("runs once more where it leapt, to the same threshold, and then knows better", async () => {
    const { next, release } = await masked(large);
    await next(normal);
    expect(await next(times(2))).toEqual([magnitudeThreshold(times(2), 0.5), 2]);
    expect(await next(times(2.5))).toEqual([magnitudeThreshold(times(2.5), 0.5), 1]);
    expect(await next(times(-1e-9))).toEqual([magnitudeThreshold(times(-1e-9), 0.5), 1]);
    expect(await next(new Float32Array(20_000))).toEqual([0, 1]);
    await release();
  });

  it("narrows again when the threshold comes to rest", async () => {
    const { next, high, release } = await masked(large);
    await next(times(100));
    await next(normal);
    const threshold = magnitudeThreshold(normal, 0.5);
    expect(high()).toBeGreaterThan(100 * threshold);
    for (let i = 0; i < 120; i++) expect(await next(normal)).toEqual([threshold, 1]);
    expect(high()).toBeLessThan(1.01 * threshold);
    await release();
  });

  it("searches all of a few weights, in one run whatever they do", async () => {
    const { next, high, release } = await masked([64, 128]);
    for (const factor of [1, 50, 0.01]) {
      const values = times(factor).subarray(0, 64 * 128);
      expect(await next(values)).toEqual([magnitudeThreshold(values, 0.5), 1]);
      expect(high()).toBe(Infinity);
    }
    await release();
  });

  it("gives up on weights that are NaN after one open run, and goes on from there", async () => {
    const { next, release } = await masked(large);
    await next(normal);
    expect(await next(times(NaN))).toEqual([NaN, 2]);
    expect(await next(times(NaN))).toEqual([NaN, 1]);
    expect(await next(normal)).toEqual([magnitudeThreshold(normal, 0.5), 1]);
    await release();
  });

  it("finds the threshold of every layer, whichever leapt", async () => {
    const brackets = maskBrackets(200, 100, 200);
    const session = await (await loadEngine()).createSession(encodeModel(brackets.results));
    const factors = [
      [1, 1],
      [1, 2],
      [3, 2],
      [9, 9],
    ] as const;
    for (const each of factors) {
      const values = each.map((factor) => times(factor));
      const weights = values.map(
        (data, layer) => [`${layer}.kernel`, { data, shape: layer === 0 ? [100, 200] : [200, 100] }] as const,
      );
      const results = await brackets.run(session, { ...brackets.feeds, ...Object.fromEntries(weights) });
      expect([results["threshold.0"]![0], results["threshold.1"]![0]]).toEqual(
        values.map((data) => magnitudeThreshold(data, 0.5)),
      );
    }
    await session.release();
  });
});
