import { describe, expect, it } from "vitest";
import type { Dataset } from "./dataset.js";
import { loadDataset } from "./known/load-dataset.js";

const folder = process.env.RECIPROCAL_DATA;
const title = "loadDataset with the files in RECIPROCAL_DATA (skipped if that is not set)";

/** Number of samples of every class. */
function classCounts({ labels, classes }: Dataset): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}

/** Mean value of every channel: one for gray images, three for color. */
function channelMeans({ inputs, features, shape, count }: Dataset): number[] {
  const channels = shape[2]!;
  const sums = new Array<number>(channels).fill(0);
  for (let i = 0; i < inputs.length; i++) sums[i % channels]! += inputs[i]!;
  return sums.map((sum) => sum / ((features / channels) * count));
}

describe.skipIf(!folder)(title, { timeout: 120_000 }, () => {
  it("reads MNIST", async () => {
    const { train, test } = await loadDataset("mnist", { dataDir: folder });
    expect([train.count, test.count, train.shape]).toEqual([60_000, 10_000, [28, 28, 1]]);
    // class counts and mean (0.1307) of the training set as widely published
    expect(classCounts(train)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(channelMeans(train)[0]).toBeCloseTo(0.1307, 4);
    expect([...test.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
  });

  it("reads Fashion-MNIST", async () => {
    const { train, test } = await loadDataset("fashion-mnist", { dataDir: folder });
    expect([train.shape, test.shape]).toEqual([[28, 28, 1], [28, 28, 1]]); // prettier-ignore
    expect(classCounts(train)).toEqual(new Array(10).fill(6000));
    expect(classCounts(test)).toEqual(new Array(10).fill(1000));
    expect([...train.labels.subarray(0, 10)]).toEqual([9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
  });

  it("reads CIFAR-10, or says that it is missing", async () => {
    const result = await loadDataset("cifar10", { dataDir: folder }).catch(
      (error: unknown) => error as Error,
    );
    if (result instanceof Error) {
      expect(result.message).toMatch(/^loadDataset: cifar10 .*data_batch_1\.bin/);
      return;
    }
    const { train, test } = result;
    expect([train.count, train.shape]).toEqual([50_000, [32, 32, 3]]);
    expect(classCounts(train)).toEqual(new Array(10).fill(5000));
    expect(classCounts(test)).toEqual(new Array(10).fill(1000));
    // mean red, green and blue of the training set as widely published; re-encoded files differ a little
    const means = channelMeans(train);
    for (const [channel, expected] of [0.4914, 0.4822, 0.4465].entries()) {
      expect(Math.abs(means[channel]! - expected)).toBeLessThan(0.003);
    }
  });
});
