import { createNetwork, decodeNetwork, encodeNetwork, mappings } from "@reciprocal/network";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { EpochReport } from "../reports.js";
import { methods, type EngineName, type Method } from "../settings.js";
import { loadOnnxRuntime } from "./onnx-runtime.js";
import { Workbench } from "./workbench.js";

const settings = { method: "spectral", width: 100, learningRate: 0.1, engine: "wasm" } as const;

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
    bytes: idx([count, 28, 28], (i) => (78 * (Math.floor(i / 784) % 10) === i % 784 ? 255 : 0)),
  },
];

async function trainOn(engine: EngineName, method: Method) {
  const bench = new Workbench();
  bench.useFiles(files(200));
  const news: EpochReport[] = [];
  await bench.train({ ...settings, engine, method }, (one) => void news.push(one), { epochs: 5 });
  return { news, states: (await bench.prune(40)).states };
}

describe("Workbench", () => {
  it("trains both networks in turn, prunes, and gives bytes from which another one goes on", async () => {
    const [bench, other] = [new Workbench(), new Workbench()];
    expect(bench.useFiles([...files(40), ...files(200)])).toEqual({
      name: "images-200",
      train: 200,
      test: 40,
    });
    const news: EpochReport[] = [];
    await bench.train(settings, (one) => void news.push(one), { epochs: 100 });
    expect(news.slice(0, 3).map(({ side, epoch }) => [side, epoch])).toEqual([
      ["chosen", 1],
      ["dense", 1],
      ["chosen", 2],
    ]);
    // λ_in, λ_out and biases of both layers: 784 + 100 + 100 and 100 + 10 + 10; w: 784·100 + 100 + 100·10 + 10
    expect(news.slice(0, 2).map(({ trained }) => trained)).toEqual([1104, 79510]);
    expect(news.slice(0, 2).map(({ bytes }) => bytes && mappings(decodeNetwork(bytes)).length)).toEqual([
      2,
      undefined,
    ]);
    expect(news.at(-2)!.accuracy).toBeGreaterThan(0.9);

    const whole = await bench.prune(0);
    const half = await bench.prune(50);
    const nodes = [whole.states.chosen, half.states.chosen, half.states.dense].map((one) => one!.hiddenNodes);
    expect(nodes).toEqual([100, 50, 50]);
    expect(whole.bytes).toEqual(news.at(-2)!.bytes);
    expect(half.states.chosen!.bytes).toBe(half.bytes!.length);
    expect(half.bytes!.length).toBeLessThan(whole.bytes!.length);

    other.useFiles([...files(40), ...files(200)]);
    const { accuracy } = half.states.chosen!;
    expect(await other.open(half.bytes!, "wasm")).toMatchObject({
      method: "spectral",
      hiddenNodes: 50,
      accuracy,
    });
    expect((await other.prune(0)).bytes).toEqual(half.bytes);
  });

  it("stops before its next step", async () => {
    const bench = new Workbench();
    bench.useFiles(files(200));
    let epochs = 0;
    await bench.train(settings, () => (++epochs === 2 ? bench.stop() : undefined), { epochs: 50 });
    expect(epochs).toBe(2);
  });

  it.each(methods)("trains %s on TensorFlow.js from the same numbers to the same losses", async (method) => {
    const { news, states } = await trainOn("tensorflow", method);
    const expected = await trainOn("wasm", method);
    expect(states.chosen).toMatchObject({ method, hiddenNodes: 60 });
    expect(states.dense).toMatchObject({ method: "dense", hiddenNodes: 60 });
    expect(news.map(({ trained }) => trained)).toEqual(expected.news.map(({ trained }) => trained));
    news.forEach(({ loss }, i) => expect(loss / expected.news[i]!.loss - 1).toBeCloseTo(0, 3));
    expect(expected.news[0]!.loss).not.toBeCloseTo(expected.news.at(-2)!.loss, 2);
  });

  it("opens a file of more layers, and one in direct space", async () => {
    const bench = new Workbench();
    bench.useFiles(files(200));
    const layers = [
      { kind: "dense", units: 8, activation: "tanh" },
      { kind: "dense", units: 6, activation: "tanh" },
      { kind: "dense", units: 10, activation: "softmax" },
    ] as const;
    const bytes = encodeNetwork(createNetwork({ inputShape: 784, layers }));
    const state = await bench.open(bytes, "wasm");
    expect(state).toMatchObject({ method: "dense", hiddenNodes: 14, bytes: bytes.length });
    const half = await bench.prune(50);
    expect(half.states.chosen!.hiddenNodes).toBe(7);
    expect(half.bytes!.length).toBeLessThan(bytes.length);
  });

  it("refuses networks that are broken, that do not fit, or that ask for too much", async () => {
    const bench = new Workbench();
    bench.useFiles(files(200));
    const file = (inputs: number, units: number) =>
      encodeNetwork(
        createNetwork({
          inputShape: inputs,
          layers: [{ kind: "spectral", units, phi: { kind: "normal", deviation: 1 } }],
        }),
      );
    const good = file(784, 10);
    await expect(bench.open(good.subarray(1), "wasm")).rejects.toThrow(
      "This is not a network that opens here, or not all of it: a file must start with",
    );
    await expect(bench.open(good.subarray(0, -1), "wasm")).rejects.toThrow("was it cut?");
    await expect(bench.open(file(784, 9), "wasm")).rejects.toThrow("takes 784 inputs and has 9 outputs");
    await expect(bench.open(file(783, 10), "wasm")).rejects.toThrow("takes 783 inputs and has 10 outputs");
    await expect(bench.open(file(2001, 2000), "wasm")).rejects.toThrow("at most 4000000 entries");
    expect(await bench.prune(0)).toEqual({ states: {}, bytes: undefined });
  });

  it("keeps nothing of the training before when one is stopped after its first network", async () => {
    const bench = new Workbench();
    bench.useFiles(files(200));
    await bench.train(settings, () => undefined, { epochs: 1 });
    expect(Object.keys((await bench.prune(0)).states)).toEqual(["chosen", "dense"]);
    await bench.train(settings, () => bench.stop(), { epochs: 1 });
    expect(Object.keys((await bench.prune(0)).states)).toEqual(["chosen"]);
  });

  it("says what it lacks", () => {
    const bench = new Workbench();
    expect(() => bench.useFiles(files(20).slice(1))).toThrow("got images-20 (20×28×28)");
    const [labels] = files(20);
    const small = { name: "small", bytes: idx([20, 27, 28], () => 0) };
    expect(() => bench.useFiles([small, labels!])).toThrow("small: images must be 28×28, got 27×28");
  });
});

describe("loadOnnxRuntime", () => {
  const stub = (gpu: object | undefined, WebAssembly: object): void => {
    vi.stubGlobal("navigator", { gpu });
    vi.stubGlobal("WebAssembly", WebAssembly);
  };
  afterEach(() => vi.unstubAllGlobals());

  it("says what WebGPU lacks here", async () => {
    const requestAdapter = (adapter: object | null) => ({ requestAdapter: () => Promise.resolve(adapter) });
    for (const gpu of [undefined, requestAdapter(null)]) {
      stub(gpu, { Suspending: {} });
      await expect(loadOnnxRuntime({ webgpu: true })).rejects.toThrow("no WebGPU. Take another engine");
    }
    stub(requestAdapter({}), {});
    await expect(loadOnnxRuntime({ webgpu: true })).rejects.toThrow("not JavaScript Promise Integration");
  });
});
