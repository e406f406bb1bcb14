import { activations, forward, type Network } from "@reciprocal/network";
import { randomUniform, ShapeError } from "@reciprocal/spectral";
import { mappingKinds, samplesOf, threeLayers } from "@reciprocal/test-networks";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "@reciprocal/test-utils";
import { mask } from "../mask.js";
import { atRandom } from "../ranking/at-random.js";
import { forwardSparse } from "./forward-sparse.js";
import { sparseSize } from "./sparse-size.js";
import { toSparse } from "./to-sparse.js";

const layer = (inputs: number, outputs: number, kernel: Float32Array): Network => ({
  inputShape: [inputs],
  layers: [{ kind: "dense", inputs, outputs, kernel, trainable: { kernel: true, bias: true } }],
});

describe("toSparse", () => {
  it("lists the weights that are not zero, row by row", () => {
    const network = layer(3, 2, Float32Array.of(0, 5, 0, 7, 0, 8));
    const sparse = toSparse({
      ...network,
      layers: [{ ...network.layers[0]!, bias: Float32Array.of(1, 2) } as never],
    });
    expect(sparse).toEqual({
      inputShape: [3],
      layers: [
        {
          kind: "sparse",
          inputs: 3,
          outputs: 2,
          rowStarts: Uint32Array.of(0, 1, 3),
          columnIndices: Uint16Array.of(1, 0, 2),
          values: Float32Array.of(5, 7, 8),
          bias: Float32Array.of(1, 2),
        },
      ],
    });
    // rowStarts 12, indices 6, values 12, bias 8
    expect(sparseSize(sparse)).toEqual({ parameters: 5, bytes: 38, multiplyAdds: 3, sparsity: 0.5 });
  });

  it("takes 32-bit indices where 16 bits are too few", () => {
    const widest = toSparse(layer(2 ** 16, 1, new Float32Array(2 ** 16).fill(1, 2 ** 16 - 1)));
    expect(widest.layers[0]).toMatchObject({ columnIndices: Uint16Array.of(2 ** 16 - 1) });
    const kernel = new Float32Array(2 ** 16 + 1);
    kernel[2 ** 16] = 3;
    const wide = toSparse(layer(2 ** 16 + 1, 1, kernel));
    expect(wide.layers[0]).toMatchObject({ columnIndices: Uint32Array.of(2 ** 16) });
    const x = new Float32Array(2 ** 16 + 1).fill(1);
    expect([...forwardSparse(wide, x)]).toEqual([3]);
  });

  it("refuses weights that float32 cannot hold", () => {
    const network: Network = {
      inputShape: [1],
      layers: [
        {
          kind: "spectral",
          inputs: 1,
          outputs: 1,
          lambdaIn: Float32Array.of(1e30),
          lambdaOut: Float32Array.of(0),
          phi: { rows: 1, columns: 1, values: Float32Array.of(1e30) },
          trainable: { lambdaIn: true, lambdaOut: true, phi: false, bias: true },
        },
      ],
    };
    expect(() => toSparse(network)).toThrow(/toSparse: layer 0.*float32/);
  });
});

describe("forwardSparse", () => {
  it.each(mappingKinds)("gives the outputs of a network with masked %s layers", (kind) => {
    const network = mask(threeLayers(kind), {
      by: atRandom({ of: "weights" }),
      amount: { percentile: 60 },
    });
    for (const count of [1, 7, 8, 9, 20]) {
      const samples = samplesOf(network, count);
      expect(forwardSparse(toSparse(network), samples)).toBeCloseRelative(forward(network, samples), {
        relative: 1e-6,
        absolute: 1e-7,
      });
    }
  });

  it.each(activations)("applies %s as the dense network does", (activation) => {
    const { layers } = layer(2, 3, Float32Array.of(1, 0, 0, -1, 2, -3));
    const network: Network = { inputShape: [2], layers: [...layers, { kind: "activation", activation }] };
    const x = Float32Array.of(1, 2, -1, 0.5, 0, 0);
    expect(forwardSparse(toSparse(network), x)).toEqual(forward(network, x));
  });

  it("takes an activation first and leaves the inputs as they are", () => {
    const relu = { kind: "activation", activation: "relu" } as const;
    const x = Float64Array.of(-1, 2);
    expect([...forwardSparse({ inputShape: [2], layers: [relu] }, x)]).toEqual([0, 2]);
    expect([...forwardSparse({ inputShape: [2], layers: [] }, Float32Array.from(x))]).toEqual([-1, 2]);
    expect([...x]).toEqual([-1, 2]);
  });

  it("takes a softmax over the channels of an image, as forward does", () => {
    const dense = threeLayers("dense");
    const image: Network = {
      inputShape: [7, 1, 1],
      layers: [{ kind: "activation", activation: "softmax" }, ...dense.layers],
    };
    // of one channel each number is 1
    const inputs = samplesOf(dense, 2);
    expect(forwardSparse(toSparse(image), inputs)).toBeCloseRelative(forward(image, inputs), {
      relative: 1e-6,
      absolute: 1e-6,
    });
    expect(forwardSparse(toSparse(image), inputs)).toBeCloseRelative(
      forwardSparse(toSparse(dense), new Float32Array(14).fill(1)),
      { relative: 1e-6, absolute: 1e-6 },
    );
  });

  it("gives the same for one network at any order of batch sizes", () => {
    const network = layer(3, 2, Float32Array.of(1, 0, 2, 0, 3, 0));
    const sparse = toSparse(network);
    for (const samples of [1, 9, 2, 17, 1]) {
      const x = Float32Array.from({ length: 3 * samples }, (_, i) => i - 4);
      expect(forwardSparse(sparse, x)).toEqual(forward(network, x));
    }
  });

  it("equals the dense product for any sizes and any zeros", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 19 }),
        fc.nat(),
        (inputs, outputs, samples, seed) => {
          // small integers, so that sums are exact in any order; about half of them 0
          const whole = (length: number, from: number) =>
            Float32Array.from(randomUniform(length, { seed: from, low: -6, high: 6 }), (x) =>
              Math.max(0, Math.round(x)),
            );
          const network = layer(inputs, outputs, whole(inputs * outputs, seed));
          const x = whole(samples * inputs, seed + 1);
          expect(forwardSparse(toSparse(network), x)).toEqual(forward(network, x));
        },
      ),
      { seed: 1 },
    );
  });

  it.each(activations)(
    "names an output that a NaN reached through %s, and passes over what no weight reads, in batches too",
    (activation) => {
      // the second input meets no weight
      const sparse = toSparse({
        inputShape: [2],
        layers: [...layer(2, 2, Float32Array.of(1, 0, 1, 0)).layers, { kind: "activation", activation }],
      });
      for (const samples of [1, 9]) {
        const one = (sample: number[]) =>
          Float32Array.from({ length: 2 * samples }, (_, i) => sample[i % 2]!);
        const broken = one([1, 1]);
        broken[2 * samples - 2] = NaN;
        expect(() => forwardSparse(sparse, broken)).toThrow(RangeError);
        expect(() => forwardSparse(sparse, broken)).toThrow(
          `forwardSparse: output 0 of sample ${samples - 1} is NaN; an input is not finite`,
        );
        expect(forwardSparse(sparse, one([1, NaN])).every(Number.isFinite)).toBe(true);
      }
    },
  );

  it("refuses part of a sample", () => {
    const sparse = toSparse(layer(2, 1, Float32Array.of(1, 2)));
    expect(() => forwardSparse(sparse, [1, 2, 3])).toThrow(ShapeError);
    expect(() => forwardSparse(sparse, [1, 2, 3])).toThrow(/forwardSparse: inputs.*2 values.*got 3/);
    expect(() => forwardSparse(sparse, [])).toThrow(/got 0/);
  });
});
