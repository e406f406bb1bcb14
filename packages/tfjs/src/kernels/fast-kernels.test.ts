import "@reciprocal/test-utils";
import { randomUniform } from "@reciprocal/spectral";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { installFastKernels, removeFastKernels } from "./fast-kernels.js";

const names = ["BatchMatMul", "_FusedMatMul", "GatherV2"];

/** How often each kernel underneath ours ran since the test began. */
const calls = { BatchMatMul: 0, GatherV2: 0, Transpose: 0 };

// Counters around the stock kernels, then ours, and only then the backend: its start must set the kernels up all the same.
beforeAll(async () => {
  for (const name of Object.keys(calls) as (keyof typeof calls)[]) {
    const stock = tf.getKernel(name, "wasm");
    tf.unregisterKernel(name, "wasm");
    tf.registerKernel({
      ...stock,
      kernelFunc: (call) => {
        calls[name]++;
        return stock.kernelFunc(call);
      },
    });
  }
  installFastKernels();
  await tf.setBackend("wasm");
});
beforeEach(() => {
  installFastKernels();
  Object.assign(calls, { BatchMatMul: 0, GatherV2: 0, Transpose: 0 });
});
afterEach(async () => void (await tf.setBackend("wasm")));

describe("the fast product", () => {
  const pairs: [a: number[], b: number[]][] = [
    ...([1, 2, 17, 64, 130] as const).map((n): [number[], number[]] => [[n, n], [n, n]]), // prettier-ignore
    [[1, 300], [300, 40]], // a row
    [[300, 40], [40, 1]], // a column
    [[40, 1], [1, 300]], // an outer product
    [[3, 784], [784, 50]],
    [[1, 30, 50], [1, 50, 40]], // rank 3
    [[1, 1, 30, 50], [1, 1, 50, 40]], // rank 4
    [[30, 50], [1, 50, 40]], // ranks 2 and 3
    [[3, 30, 50], [3, 50, 40]], // several pairs
    [[2, 3, 30, 50], [2, 3, 50, 40]],
    [[1, 30, 50], [4, 50, 40]], // one for several
    [[4, 30, 50], [1, 50, 40]],
    [[0, 30], [30, 40]], // nothing out
    [[30, 40], [40, 0]],
    [[0, 30, 50], [0, 50, 40]],
    [[30, 0], [0, 40]], // nothing in: zeros
    [[3, 30, 0], [3, 0, 40]],
  ]; // prettier-ignore
  const transposes = [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const;

  for (const [shapeA, shapeB] of pairs) {
    it(`agrees with cpu for ${shapeA.join("×")} by ${shapeB.join("×")}, with and without transposes`, async () => {
      for (const [transposeA, transposeB] of transposes) {
        await expectCpuResult(() => {
          const a = uniform(transposeA ? swapped(shapeA) : shapeA, 1);
          const b = uniform(transposeB ? swapped(shapeB) : shapeB, 2);
          return tf.matMul(a, b, transposeA, transposeB);
        });
      }
    });

    it(`agrees with cpu when fused, for ${shapeA.join("×")} by ${shapeB.join("×")}`, async () => {
      for (const [transposeA, transposeB] of transposes) {
        await expectCpuResult(() => {
          const a = uniform(transposeA ? swapped(shapeA) : shapeA, 1);
          const b = uniform(transposeB ? swapped(shapeB) : shapeB, 2);
          const bias = uniform([shapeB.at(-1)!], 3);
          return tf.fused.matMul({ a, b, transposeA, transposeB, bias, activation: "relu" });
        });
      }
    });
  }
});
