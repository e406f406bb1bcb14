import "@reciprocal/test-utils";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it } from "vitest";
import { onBackend } from "../testing/on-backend.js";
import { installFastKernels, removeFastKernels } from "./fast-kernels.js";

// Faults of the wasm backend's own kernels. When a test here fails with a newer TensorFlow.js, the fault is fixed there.
describe("the wasm backend of TensorFlow.js 4.22", () => {
  afterEach(removeFastKernels);

  /** What `compute` gives on cpu, on wasm with the stock kernels, and on wasm with ours. */
  async function compare(compute: () => tf.Tensor) {
    removeFastKernels();
    const cpu = await onBackend("cpu", compute);
    const stock = await onBackend("wasm", compute);
    installFastKernels();
    return { cpu: cpu.values, stock: stock.values, fast: (await onBackend("wasm", compute)).values };
  }

  it("adds the bias in the wrong places in tf.fused.matMul with a transpose; installFastKernels fixes it", async () => {
    const bias = [10, 20, 30];
    const { cpu, stock, fast } = await compare(() =>
      tf.fused.matMul({
        a: tf.ones([2, 100]),
        b: tf.ones([3, 100]),
        transposeB: true,
        bias: tf.tensor1d(bias),
      }),
    );
    expect(cpu).toEqual([110, 120, 130, 110, 120, 130]);
    expect(fast).toEqual(cpu);
    expect(stock.slice(0, 3)).toEqual([130, 160, 190]); // three blocks of the inner side, the bias for each
    expect(stock.slice(3)).not.toEqual(cpu.slice(3)); // numbers from behind the bias
  });

  it("does so for several pairs of matrices too, without a transpose", async () => {
    const { cpu, stock, fast } = await compare(() =>
      tf.fused.matMul({ a: tf.ones([2, 2, 100]), b: tf.ones([2, 100, 2]), bias: tf.tensor1d([10, 20]) }),
    );
    expect(cpu).toEqual([110, 120, 110, 120, 110, 120, 110, 120]);
    expect(fast).toEqual(cpu);
    expect(stock.slice(0, 2)).toEqual([130, 160]);
    expect(stock.slice(2, 4)).not.toEqual(cpu.slice(2, 4));
  });

  it("applies the activation of tf.fused.matMul before the product is complete", async () => {
    const { cpu, stock, fast } = await compare(() =>
      tf.fused.matMul({
        a: tf.concat([tf.fill([1, 48], -1), tf.ones([1, 52])], 1), // −48, then 52
        b: tf.ones([1, 100]),
        transposeB: true,
        activation: "relu",
      }),
    );
    expect(cpu).toEqual([4]);
    expect(fast).toEqual(cpu);
    expect(stock).toEqual([52]);
  });

  it("reads past the end of a bias of length 1", async () => {
    const { cpu, stock, fast } = await compare(() =>
      tf.fused.matMul({ a: tf.ones([2, 2]), b: tf.ones([2, 3]), bias: tf.tensor1d([10]) }),
    );
    expect(cpu).toEqual([12, 12, 12, 12, 12, 12]);
    expect(fast).toEqual(cpu);
    expect(stock).not.toEqual(cpu);
  });

  it("leaves the memory as it was if the inner side has length 0", async () => {
    const { cpu, stock, fast } = await compare(() => {
      for (let i = 0; i < 50; i++) tf.fill([2, 3], 7).dispose(); // what the memory holds
      return tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3]));
    });
    expect(cpu).toEqual([0, 0, 0, 0, 0, 0]);
    expect(fast).toEqual(cpu);
    expect(stock).not.toEqual(cpu);
  });
});
