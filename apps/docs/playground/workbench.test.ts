import { describe, expect, it } from "vitest";
import { createWorkbench, type EpochNews } from "./workbench.js";

const settings = { method: "spectral", width: 100, learningRate: 0.1 } as const;

/** IDX: two zero bytes, type 8, the number of dimensions, the sizes, the data. */
function idx(shape: number[], data: (i: number) => number): Uint8Array {
  const size = shape.reduce((product, length) => product * length, 1);
  const header = [0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, n >> 8, n & 255])];
  return Uint8Array.from([...header, ...Array.from({ length: size }, (_, i) => data(i))]);
}

const files = (count: number) => [
  { name: `labels-${count}`, bytes: idx([count], (i) => i % 10) },
  {
    name: `images-${count}`,
    bytes: idx([count, 4, 4], (i) => (Math.floor(i / 16) % 10 === i % 16 ? 255 : 0)),
  },
];

describe("createWorkbench", () => {
  it("trains both networks in turn, prunes, saves, and another one restores it to the same answers", async () => {
    const [bench, other] = [createWorkbench(), createWorkbench()];
    expect(bench.useFiles([...files(40), ...files(200)])).toEqual({
      name: "images-200",
      train: 200,
      test: 40,
    });
    const news: EpochNews[] = [];
    await bench.train(settings, (one) => void news.push(one), { epochs: 200 });
    expect(news.slice(0, 3).map(({ side, epoch }) => [side, epoch])).toEqual([
      ["chosen", 1],
      ["dense", 1],
      ["chosen", 2],
    ]);
    // λ_in, λ_out and biases of both layers: 16 + 100 + 100 and 100 + 10 + 10; w: 16·100 + 100 + 100·10 + 10
    expect(news.slice(0, 2).map(({ trained }) => trained)).toEqual([336, 2710]);
    expect(news[0]!.spectra!.shape).toEqual([4, 4]);
    expect(news.at(-2)!.accuracy).toBeGreaterThan(0.9);

    const whole = await bench.prune(0);
    const half = await bench.prune(50);
    expect([whole.chosen!.hiddenNodes, half.chosen!.hiddenNodes, half.dense!.hiddenNodes]).toEqual([
      100, 50, 50,
    ]);
    expect(half.chosen!.bytes).toBeLessThan(whole.chosen!.bytes);

    const image = bench.example(3);
    other.useFiles([...files(40), ...files(200)]);
    const { state } = await other.restore(bench.link());
    expect(state).toMatchObject({ hiddenNodes: 50, accuracy: half.chosen!.accuracy });
    expect(await other.predict(image)).toEqual(await bench.predict(image));
    expect(other.file()).toEqual(bench.file());
  });

  it("stops before its next step", async () => {
    const bench = createWorkbench();
    bench.useFiles(files(200));
    let epochs = 0;
    await bench.train(settings, () => (++epochs === 2 ? bench.stop() : undefined), { epochs: 50 });
    expect(epochs).toBe(2);
  });

  it("says what it lacks", async () => {
    const bench = createWorkbench();
    await expect(bench.predict(new Float32Array(16))).rejects.toThrow("there is no network yet");
    expect(() => bench.useFiles(files(20).slice(1))).toThrow("got images-20 (20×4×4)");
  });
});
