import "@reciprocal/test-utils";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { onBackend } from "../testing/on-backend.js";
import { uniform } from "../testing/uniform.js";
import { installFastKernels, removeFastKernels } from "./fast-kernels.js";

const names = ["BatchMatMul", "_FusedMatMul", "GatherV2"];

/** How often the kernels underneath ours ran in this test. */
const calls = { BatchMatMul: 0, GatherV2: 0, Transpose: 0 };

// Counters around the stock kernels, ours around those, and only then the backend: its start must still set them up.
beforeAll(() => {
  for (const name of Object.keys(calls) as (keyof typeof calls)[]) {
    const stock = tf.getKernel(name, "wasm");
    tf.unregisterKernel(name, "wasm");
    tf.registerKernel({ ...stock, kernelFunc: (call) => (calls[name]++, stock.kernelFunc(call)) });
  }
});
beforeEach(async () => {
  installFastKernels();
  await tf.setBackend("wasm");
  Object.assign(calls, { BatchMatMul: 0, GatherV2: 0, Transpose: 0 });
});
afterAll(removeFastKernels);

const transposes = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

describe("products with installFastKernels", () => {
  const shapes: [a: number[], b: number[], which: string][] = [
    [[1, 1], [1, 1], "single numbers"],
    [[2, 3], [3, 4], "small matrices"],
    [[64, 64], [64, 64], "squares"],
    [[3, 784], [784, 50], "a long inner side"],
    [[1, 300], [300, 40], "a row"],
    [[300, 40], [40, 1], "a column"],
    [[300, 1], [1, 40], "an outer product"],
    [[1, 30, 50], [1, 50, 40], "rank 3"],
    [[1, 1, 30, 50], [1, 1, 50, 40], "rank 4"],
    [[30, 50], [1, 50, 40], "two ranks"],
    [[3, 30, 50], [3, 50, 40], "several pairs"],
    [[2, 3, 30, 50], [2, 3, 50, 40], "rows of pairs"],
    [[1, 30, 50], [4, 50, 40], "one left matrix for several"],
    [[4, 30, 50], [1, 50, 40], "one right matrix for several"],
    [[0, 300], [300, 40], "no rows"],
    [[30, 400], [400, 0], "no columns"],
    [[0, 30, 50], [0, 50, 40], "no pairs"],
    [[30, 0], [0, 40], "no inner side"],
    [[3, 30, 0], [3, 0, 40], "pairs with no inner side"],
  ]; // prettier-ignore

  for (const [shapeA, shapeB, which] of shapes) {
    it.each(transposes)(`agree with cpu: ${which}, transposed %s, %s`, async (transposeA, transposeB) => {
      const a = () => uniform(transposeA ? swapped(shapeA) : shapeA, 1);
      const b = () => uniform(transposeB ? swapped(shapeB) : shapeB, 2);
      await expectCpuResult(() => tf.matMul(a(), b(), transposeA, transposeB));
      await expectCpuResult(() =>
        tf.fused.matMul({
          ...{ a: a(), b: b(), transposeA, transposeB },
          ...{ bias: uniform([shapeB.at(-1)!], 3), activation: "relu" },
        }),
      );
    });
  }

  it.each([NaN, Infinity, -Infinity])("carry a %s into its row and nowhere else", async (odd) => {
    const data = new Float32Array(50 * 40).fill(1);
    data[7] = odd;
    const product = () => tf.matMul(tf.tensor2d(data, [50, 40]), tf.ones([50, 30]), true);
    const { values } = await onBackend("wasm", product);
    // column 7 of A is row 7 of AᵀB; 50 ones elsewhere
    expect(values).toEqual(values.map((_, i) => (Math.floor(i / 30) === 7 ? odd : 50)));
  });

  it("transpose first if that saves time, and only then", () => {
    const transposed = (a: number[], b: number[], transposeA: boolean, transposeB: boolean): number => {
      Object.assign(calls, { BatchMatMul: 0, Transpose: 0 });
      tf.tidy(() => void tf.matMul(tf.ones(a), tf.ones(b), transposeA, transposeB));
      expect(calls.BatchMatMul).toBe(1);
      return calls.Transpose;
    };
    expect(transposed([64, 64], [64, 64], true, false)).toBe(1);
    expect(transposed([64, 64], [64, 64], false, true)).toBe(1);
    expect(transposed([64, 64], [64, 64], true, true)).toBe(2);
    expect(transposed([64, 64], [64, 64], false, false)).toBe(0);
    expect(transposed([1, 10], [10, 1], true, true)).toBe(0); // too small
    expect(transposed([1, 784], [200, 784], false, true)).toBe(0); // the transpose would take longer than the product
    expect(transposed([4096, 1], [4096, 4], true, false)).toBe(1); // a column is a row already
    expect(transposed([4, 64, 64], [1, 64, 64], true, true)).toBe(0); // several pairs
    expect(transposed([1, 64, 64], [4, 64, 64], true, true)).toBe(0);
  });

  it("fail as before on inner sides that differ and on other types", () => {
    const before = tf.engine().backend.numDataIds();
    tf.tidy(() => {
      expect(() => tf.matMul(tf.ones([60, 50]), tf.ones([61, 40]), true)).toThrow(
        "inner shapes (60) and (61) of Tensors with shapes 60,50 and 61,40 and transposeA=true",
      );
      const whole = tf.ones([60, 50], "int32");
      expect(() => tf.matMul(whole, whole, true)).toThrow("non-float32");
    });
    expect(tf.engine().backend.numDataIds()).toBe(before);
  });

  it.each([
    ["linear", {}],
    ["relu", {}],
    ["relu6", {}],
    ["elu", {}],
    ["sigmoid", {}],
    ["leakyrelu", { leakyreluAlpha: 0.3 }],
    ["prelu", {}],
  ] as const)("agree with cpu when fused with %s", async (activation, options) => {
    for (const [transposeA, transposeB] of transposes) {
      await expectCpuResult(() =>
        tf.fused.matMul({
          ...{ a: uniform(transposeA ? [60, 7] : [7, 60], 1), b: uniform(transposeB ? [5, 60] : [60, 5], 2) },
          ...{ transposeA, transposeB, activation, bias: uniform([5], 3), ...options },
          ...(activation === "prelu" && { preluActivationWeights: uniform([5], 4) }),
        }),
      );
    }
  });

  it.each([[[1]], [[5]], [[1, 5]], [[5, 1]], [[5, 5]], [[]]])("agree with cpu when fused with a bias of shape [%s]", async (shape) => {
    await expectCpuResult(() => tf.fused.matMul({ a: uniform([5, 60], 1), b: uniform([60, 5], 2), bias: uniform(shape, 3) }));
  }); // prettier-ignore

  it("leave no memory behind when fused", () => {
    const before = tf.engine().backend.numDataIds();
    tf.tidy(() => {
      const [a, b, bias] = [tf.ones([60, 50]), tf.ones([60, 40]), tf.ones([40])];
      tf.fused.matMul({ a, b, bias, transposeA: true, activation: "relu" });
    });
    expect(tf.engine().backend.numDataIds()).toBe(before);
  });

  it("refuse an unknown activation as before", () => {
    const a = tf.ones([2, 2]);
    expect(() => tf.fused.matMul({ a, b: a, transposeA: true, activation: "tanh" as "relu" })).toThrow(
      "tanh",
    );
    a.dispose();
  });

  it("have the gradients of cpu", async () => {
    const gradient = tf.grads((x: tf.Tensor, w: tf.Tensor) => tf.sum(tf.square(tf.matMul(x, w))));
    for (const which of [0, 1]) {
      await expectCpuResult(() => gradient([uniform([40, 60], 1), uniform([60, 50], 2)])[which]!);
    }
  });
});

describe("tf.gather with installFastKernels", () => {
  const rows = [4, 0, 0, 2];

  it.each([
    ["numbers", [5]],
    ["rows", [5, 3]],
    ["blocks", [5, 2, 3]],
    ["empty rows", [5, 0]],
  ] as const)("copies %s of every type, as on cpu", async (_, shape) => {
    const size = shape.reduce((product: number, length) => product * length, 1);
    const whole = Array.from({ length: size }, (_, i) => i);
    for (const dtype of ["float32", "int32", "bool"] as const) {
      const data = dtype === "bool" ? whole.map((i) => i % 2 === 0) : whole;
      await expectCpuResult(() => tf.gather(tf.tensor(data, [...shape], dtype), tf.tensor1d(rows, "int32")));
    }
    expect(calls.GatherV2).toBe(0);
  }); // prettier-ignore

  it("gives no rows for no indices", async () => {
    await expectCpuResult(() => tf.gather(uniform([5, 3], 1), tf.tensor1d([], "int32")));
  });

  it("leaves every other case to the stock kernel", async () => {
    const square = () => uniform([5, 5], 1);
    const indices = (values: number[], shape: number[]) => tf.tensor(values, shape, "int32");
    await expectCpuResult(() => tf.gather(square(), indices([1, 0], [2]), 1)); // columns
    await expectCpuResult(() => tf.gather(square(), indices([1, 0], [2]), -1));
    await expectCpuResult(() => tf.gather(square(), indices([1, 0, 4, 4], [2, 2]))); // a matrix of rows
    await expectCpuResult(() => tf.gather(square(), indices([3], []))); // one row
    expect(calls.GatherV2).toBe(4);
    await onBackend("wasm", () => tf.gather(square(), indices([1, 0, 4, 4, 0], [5, 1]), 1, 1)); // one of each row
    expect(calls.GatherV2).toBe(5);
    expect(() => tf.gather(square(), indices([1], [1]), 0, 1)).toThrow("batchDims");
  });

  it.each([5, -1])("refuses the index %i of 5 rows as before, and keeps no memory", (index) => {
    const before = tf.engine().backend.numDataIds();
    tf.tidy(() => {
      expect(() => tf.gather(tf.ones([5, 3]), tf.tensor1d([0, index], "int32"))).toThrow(
        `GatherV2: the index value ${index} is not in [0, 4]`,
      );
    });
    expect(tf.engine().backend.numDataIds()).toBe(before);
  });

  it("finds its rows after the heap has grown under it", async () => {
    const length = 2 ** 20;
    const { values } = await onBackend("wasm", () => {
      const x = tf.reshape(tf.range(0, 4 * length), [4, length]);
      const picked = tf.gather(
        x,
        tf.tensor1d(
          Int32Array.from({ length: 100 }, (_, i) => i % 4),
          "int32",
        ),
      ); // 400 MiB
      return tf.slice(picked, [0, length - 1], [-1, 1]);
    });
    expect(values).toEqual(values.map((_, i) => ((i % 4) + 1) * length - 1));
  });
});

describe("installFastKernels", () => {
  it("needs the kernels of the wasm backend", () => {
    removeFastKernels();
    const [product, stock] = [tf.getKernel("BatchMatMul", "wasm"), tf.getKernel("GatherV2", "wasm")];
    tf.unregisterKernel("GatherV2", "wasm");
    expect(installFastKernels).toThrow(/installFastKernels: .*@tensorflow\/tfjs-backend-wasm/);
    expect(tf.getKernel("BatchMatMul", "wasm")).toBe(product); // none replaced
    tf.registerKernel(stock);
  });

  it("leaves the losses of model.fit as they are, and no memory behind", async () => {
    const losses = await fitLosses();
    expect(calls.Transpose).toBeGreaterThan(0);
    expect(calls.GatherV2).toBe(0);
    removeFastKernels();
    expect(await fitLosses()).toBeCloseRelative(losses, { relative: 1e-4 });
    installFastKernels();

    const [tensors, data] = [tf.memory().numTensors, tf.engine().backend.numDataIds()];
    await fitLosses();
    expect([tf.memory().numTensors, tf.engine().backend.numDataIds()]).toEqual([tensors, data]);
  });

  it("changes nothing when called again, and removeFastKernels restores the stock kernels themselves", () => {
    const warn = vi.spyOn(console, "warn");
    const registered = () => names.map((name) => tf.getKernel(name, "wasm"));
    const fast = registered();
    installFastKernels();
    registered().forEach((kernel, i) => expect(kernel).toBe(fast[i]));
    removeFastKernels();
    const stock = registered();
    stock.forEach((kernel, i) => expect(kernel).not.toBe(fast[i]));
    removeFastKernels();
    installFastKernels();
    registered().forEach((kernel, i) => expect(kernel).not.toBe(stock[i]));
    removeFastKernels();
    registered().forEach((kernel, i) => expect(kernel).toBe(stock[i]));
    expect(warn).not.toHaveBeenCalled(); // TensorFlow.js warns of a kernel registered over another
    warn.mockRestore();
  });

  it("is not undone if another kernel was registered since", () => {
    const { kernelFunc } = tf.getKernel("GatherV2", "wasm");
    const other = { kernelName: "GatherV2", backendName: "wasm", kernelFunc };
    const ours = tf.getKernel("GatherV2", "wasm");
    tf.unregisterKernel("GatherV2", "wasm");
    tf.registerKernel(other);
    removeFastKernels();
    expect(tf.getKernel("GatherV2", "wasm")).toBe(other);
    tf.unregisterKernel("GatherV2", "wasm");
    tf.registerKernel(ours);
  });
});

function swapped(shape: number[]): number[] {
  return [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!];
}

/** The result of `compute` on wasm, after it was compared with that on cpu: shape, type and values to 1e-4. */
async function expectCpuResult(compute: () => tf.Tensor) {
  const needed = await onBackend("cpu", compute);
  const got = await onBackend("wasm", compute);
  expect({ ...got, values: [] }).toEqual({ ...needed, values: [] });
  expect(got.values).toBeCloseRelative(needed.values, { relative: 1e-4, absolute: 1e-4 });
  return got;
}

/** The losses of two epochs of a plain dense network, everything disposed of. */
async function fitLosses(): Promise<number[]> {
  const x = uniform([80, 100], 1);
  const y = uniform([80, 10], 2);
  const model = tfl.sequential();
  model.add(tfl.layers.dense({ units: 50, activation: "relu", inputShape: [100] }));
  model.add(tfl.layers.dense({ units: 10 }));
  const initial = [uniform([100, 50], 3), tf.zeros([50]), uniform([50, 10], 4), tf.zeros([10])];
  model.setWeights(initial);
  const optimizer = tf.train.adam(0.01);
  model.compile({ optimizer, loss: "meanSquaredError" });
  const { history } = await model.fit(x, y, { batchSize: 40, epochs: 2, shuffle: false, verbose: 0 });
  tf.dispose([x, y, ...initial]);
  optimizer.dispose();
  model.dispose();
  return history["loss"] as number[];
}
