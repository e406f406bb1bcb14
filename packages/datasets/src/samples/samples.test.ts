import { epochOrder, ShapeError } from "@reciprocal/spectral";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { batches, type BatchesOptions } from "./batches.js";
import type { Dataset, RegressionDataset } from "../dataset.js";
import { shuffleDataset } from "./shuffle-dataset.js";
import { kFolds } from "./k-folds.js";
import { selectSamples } from "./select-samples.js";
import { splitDataset } from "./split-dataset.js";
import { takeSamples } from "./take-samples.js";

/** Samples that can be told apart: sample i is [i, 2i] with label i mod 10. */
function numbered(count: number): Dataset {
  const inputs = Float32Array.from({ length: 2 * count }, (_, i) => Math.floor(i / 2) * (1 + (i % 2)));
  const labels = Int32Array.from({ length: count }, (_, i) => i % 10);
  return { name: "numbered", inputs, labels, count, features: 2, shape: [2], classes: 10 };
}

/** The numbers of the samples, after a check that their inputs and labels belong together. */
function samplesOf({ inputs, labels }: Pick<Dataset, "inputs" | "labels">): number[] {
  expect(inputs.length).toBe(2 * labels.length);
  return Array.from(labels, (label, i) => {
    const sample = inputs[2 * i]!;
    expect([inputs[2 * i + 1], label]).toEqual([2 * sample, sample % 10]);
    return sample;
  });
}

describe("splitDataset", () => {
  it("holds out the last fifth, as views", () => {
    const dataset = numbered(10);
    const { train, heldOut } = splitDataset(dataset);
    expect(samplesOf(train)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(samplesOf(heldOut)).toEqual([8, 9]);
    expect([train.count, heldOut.count, heldOut.name]).toEqual([8, 2, "numbered"]);
    expect(train.inputs.buffer).toBe(dataset.inputs.buffer);
    expect(heldOut.labels.buffer).toBe(dataset.labels.buffer);
  });

  it("covers every sample once, from the end or at random", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom("end" as const, "random" as const),
        (kept, held, from) => {
          const count = kept + held;
          const { train, heldOut } = splitDataset(numbered(count), { fraction: held / count, from, seed: 3 });
          expect(heldOut.count).toBe(held);
          const all = [...samplesOf(train), ...samplesOf(heldOut)];
          expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
        },
      ),
      { seed: 1 },
    );
  });

  it("holds out other samples for another seed, the same for the same", () => {
    const held = (seed: number) =>
      samplesOf(splitDataset(numbered(100), { from: "random", fraction: 0.3, seed }).heldOut);
    expect(held(1)).toEqual(held(1));
    expect(held(1)).not.toEqual(held(2));
    expect(held(1).some((sample) => sample < 70)).toBe(true);
  });

  it("refuses to hold out from anywhere else", () => {
    expect(() => splitDataset(numbered(10), { from: "start" as "end" })).toThrow(
      errorWith(TypeError, "splitDataset: from", 'got "start"'),
    );
  });

  it.each([0, 1, -0.5, 0.01, NaN])("refuses a fraction of %s of ten samples", (fraction) => {
    expect(() => splitDataset(numbered(10), { fraction })).toThrow(
      errorWith(RangeError, `splitDataset: fraction`, `got ${fraction}`),
    );
  });
});

it("a fraction as text is refused, by its type", () => {
  expect(() => splitDataset(numbered(10), { fraction: "0.2" as unknown as number })).toThrow(
    errorWith(TypeError, "splitDataset: fraction", "number", 'got "0.2"'),
  );
});

describe("a data set whose arrays do not fit", () => {
  const four = numbered(4);
  const functions = {
    splitDataset: (dataset: Dataset) => splitDataset(dataset),
    takeSamples: (dataset: Dataset) => takeSamples(dataset, 1),
    shuffleDataset: (dataset: Dataset) => shuffleDataset(dataset),
    batches: (dataset: Dataset) => batches(dataset),
    selectSamples: (dataset: Dataset) => selectSamples(dataset, [0]),
    kFolds: (dataset: Dataset) => kFolds(dataset, { folds: 2 }),
  };

  it.each(Object.entries(functions))("is refused by %s", (name, call) => {
    const refused = (fields: Partial<Dataset>, array: string, ...facts: string[]) =>
      expect(() => call({ ...four, ...fields })).toThrow(
        errorWith(ShapeError, `${name}: ${array} of numbered`, ...facts),
      );
    refused({ labels: new Int32Array(3) }, "labels", "4", "got 3");
    refused({ count: NaN }, "labels", "NaN", "got 4");
    refused({ inputs: new Float32Array(7) }, "inputs", "4×2", "got 7");
    refused({ features: 0.5 }, "features", "got 0.5");
    refused({ weights: new Float32Array(3) }, "weights", "4", "got 3");
    refused({ labels: new Int32Array(40) }, "labels", "got 40", "targets");
    const wrongType = (fields: object, array: string, ...facts: string[]) =>
      expect(() => call({ ...four, ...fields })).toThrow(
        errorWith(TypeError, `${name}: ${array} of numbered`, ...facts),
      );
    wrongType({ labels: ["0", "1", "2", "3"] }, "labels", "Int32Array", "array of 4", '"0"');
    wrongType({ labels: BigInt64Array.of(0n, 1n, 2n, 3n) }, "labels", "Int32Array", "BigInt64Array");
    wrongType({ inputs: [1, 2, 3, 4, 5, 6, 7, 8] }, "inputs", "Float32Array", "array of 8");
    expect(() => call({ ...four, labels: Int32Array.of(0, 1, 10, 3) })).toThrow(
      errorWith(RangeError, `${name}: labels of numbered`, "0 to 9", "got 10 for sample 2"),
    );
  });
});

describe("takeSamples", () => {
  it("gives the first samples as a view", () => {
    const dataset = numbered(5);
    const taken = takeSamples(dataset, 2);
    expect(samplesOf(taken)).toEqual([0, 1]);
    expect(taken.count).toBe(2);
    expect(taken.inputs.buffer).toBe(dataset.inputs.buffer);
  });

  it.each([0, 6, 1.5, NaN])("refuses to take %s of five", (count) => {
    expect(() => takeSamples(numbered(5), count)).toThrow(
      errorWith(RangeError, `takeSamples: count`, `1`, `5`, `got ${count}`),
    );
  });
});

describe("shuffleDataset", () => {
  it("gives every sample once, in an order that the seed decides", () => {
    const dataset = numbered(50);
    const shuffled = shuffleDataset(dataset, { seed: 1 });
    const order = samplesOf(shuffled);
    expect(order.toSorted((a, b) => a - b)).toEqual(samplesOf(dataset));
    expect(order).not.toEqual(samplesOf(dataset));
    expect(samplesOf(shuffleDataset(dataset, { seed: 1 }))).toEqual(order);
    expect(samplesOf(shuffleDataset(dataset, { seed: 2 }))).not.toEqual(order);
  });

  it("leaves the given data set as it was", () => {
    const dataset = numbered(20);
    shuffleDataset(dataset);
    expect(dataset).toEqual(numbered(20));
  });
});

describe("selectSamples", () => {
  it("gives the samples at the indices, in their order, also twice", () => {
    expect(samplesOf(selectSamples(numbered(5), [4, 0, 4]))).toEqual([4, 0, 4]);
    expect(samplesOf(selectSamples(numbered(2), Uint32Array.of(1, 1, 1)))).toEqual([1, 1, 1]);
  });

  it("refuses what is no index", () => {
    for (const index of [5, -1, 0.5, NaN]) {
      expect(() => selectSamples(numbered(5), [0, index])).toThrow(
        errorWith(RangeError, "selectSamples: indices[1]", "0 to 4", `got ${index}`),
      );
    }
    expect(() => selectSamples(numbered(5), [])).toThrow(errorWith(RangeError, "selectSamples", "got none"));
    expect(() => selectSamples(numbered(5), 3 as unknown as number[])).toThrow(
      errorWith(TypeError, "selectSamples: indices", "got 3"),
    );
  });
});

describe("samples of bytes and weights", () => {
  it("keep them through every division", () => {
    const dataset: Dataset<Uint8Array> = {
      ...numbered(6),
      inputs: Uint8Array.from(numbered(6).inputs),
      weights: Float32Array.of(0, 1, 2, 3, 4, 5),
    };
    const both = <D>({ train, heldOut }: { readonly train: D; readonly heldOut: D }) => [train, heldOut];
    const parts = [
      ...both(splitDataset(dataset, { fraction: 0.5 })),
      ...both(splitDataset(dataset, { fraction: 0.5, from: "random" })),
      takeSamples(dataset, 2),
      shuffleDataset(dataset),
      selectSamples(dataset, [3, 1]),
      ...[...kFolds(dataset, { folds: 2 })].flatMap(both),
      ...batches(dataset, { batchSize: 4 }),
    ];
    for (const { inputs, weights } of parts) {
      expect(inputs).toBeInstanceOf(Uint8Array);
      expect([...weights!]).toEqual([...inputs].filter((_, i) => i % 2 === 0));
    }
  });
});

describe("samples with numbers to predict", () => {
  // sample i is [i] with targets [10i, 10i + 1]
  const six: RegressionDataset = {
    name: "six",
    inputs: Float32Array.from({ length: 6 }, (_, i) => i),
    targets: Float32Array.from({ length: 12 }, (_, i) => 10 * Math.floor(i / 2) + (i % 2)),
    count: 6,
    features: 1,
    shape: [1],
    outputs: 2,
    targetNames: ["a", "b"],
  };

  it("are split, taken and shuffled with their targets", () => {
    const { train, heldOut } = splitDataset(six, { fraction: 0.5 });
    expect([...train.targets, ...heldOut.inputs]).toEqual([0, 1, 10, 11, 20, 21, 3, 4, 5]);
    expect(takeSamples(six, 1)).toEqual({
      ...six,
      count: 1,
      inputs: Float32Array.of(0),
      targets: Float32Array.of(0, 1),
    });
    const shuffled = shuffleDataset(six, { seed: 1 });
    expect([...shuffled.inputs]).not.toEqual([...six.inputs]);
    expect([...shuffled.targets]).toEqual([...shuffled.inputs].flatMap((i) => [10 * i, 10 * i + 1]));
  });

  it("come in batches", () => {
    const [first, last] = [...batches(six, { batchSize: 4, seed: 1 })];
    expect([...first!.inputs, ...last!.inputs]).toEqual([...epochOrder(6, { seed: 1, epoch: 1 })]);
    expect([...last!.targets]).toEqual([...last!.inputs].flatMap((i) => [10 * i, 10 * i + 1]));
    expect("labels" in first!).toBe(false);
  });

  it("have no classes to balance", () => {
    for (const run of [() => splitDataset(six, { stratify: true }), () => kFolds(six, { stratify: true })]) {
      expect(run).toThrow(errorWith(TypeError, "stratify", "labels", "targets"));
    }
  });

  it("are refused if targets and count disagree", () => {
    expect(() => splitDataset({ ...six, targets: six.targets.subarray(1) })).toThrow(
      errorWith(ShapeError, "splitDataset: targets of six", "6×2", "got 11"),
    );
  });
});

describe("batches", () => {
  const samples = (count: number, options: BatchesOptions) =>
    [...batches(numbered(count), options)].map((batch) => {
      expect([...batch.indices]).toEqual(samplesOf(batch));
      return [...batch.indices];
    });

  it("gives every sample once, in batches of the size asked and a smaller last one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        (count, batchSize, shuffle) => {
          const passed = samples(count, { batchSize, shuffle, seed: 5 });
          expect(passed.slice(0, -1).every((batch) => batch.length === batchSize)).toBe(true);
          expect(passed.length).toBe(Math.ceil(count / batchSize));
          const all = passed.flat().sort((a, b) => a - b);
          expect(all).toEqual(Array.from({ length: count }, (_, i) => i));
        },
      ),
      { seed: 1 },
    );
  });

  it("keeps the order of the data set when told not to shuffle", () => {
    expect(samples(5, { batchSize: 2, shuffle: false })).toEqual([[0, 1], [2, 3], [4]]);
  });

  it("changes the order with the seed and with the epoch, and with nothing else", () => {
    const order = samples(30, { seed: 1, epoch: 2 });
    expect(samples(30, { seed: 1, epoch: 2 })).toEqual(order);
    expect(samples(30, { seed: 1, epoch: 3 })).not.toEqual(order);
    expect(samples(30, { seed: 2, epoch: 2 })).not.toEqual(order);
    expect(samples(30, { seed: 1, epoch: 2, batchSize: 7 }).flat()).toEqual(order.flat());
  });

  it("takes 200 samples at a time unless told otherwise", () => {
    expect(samples(450, {}).map((batch) => batch.length)).toEqual([200, 200, 50]);
  });

  it.each([0, -1, 2.5, NaN])("refuses a batch size of %s before the first batch", (batchSize) => {
    expect(() => batches(numbered(3), { batchSize })).toThrow(
      errorWith(RangeError, `batches: batchSize`, `1`, `got ${batchSize}`),
    );
  });

  it("has the order of a training with the same seed", () => {
    const order = epochOrder(30, { seed: 4, epoch: 2 });
    expect(samples(30, { seed: 4, epoch: 2 }).flat()).toEqual(Array.from(order));
    expect(samples(30, { seed: 4 })).toEqual(samples(30, { seed: 4, epoch: 1 }));
  });

  it.each([0, 0.5, NaN])("refuses an epoch of %s", (epoch) => {
    expect(() => batches(numbered(3), { epoch })).toThrow(RangeError);
    expect(() => batches(numbered(3), { epoch })).toThrow(/epoch.*got/);
  });
});
