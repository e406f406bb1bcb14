import { gzipSync } from "node:zlib";
import { createNetwork, decodeNetwork, encodeNetwork, mappings } from "@reciprocal/network";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { EpochReport, News, Side } from "../reports.js";
import { methods, type EngineName, type Method } from "../settings.js";
import { loadOnnxRuntime } from "./onnx-runtime.js";
import { Workbench } from "./workbench.js";

const settings = { method: "spectral", width: 40, rateFactor: 1, engine: "wasm" } as const;

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

/** Keeps what is told of a training. */
function listen(onReport: (report: EpochReport) => void = () => undefined) {
  const [reports, words]: [EpochReport[], string[]] = [[], []];
  const news: News = {
    report(one) {
      reports.push(one);
      onReport(one);
    },
    status: (text) => void words.push(text),
  };
  return { reports, words, news };
}

/** The reports after whole epochs of one side. */
const wholeOf = (reports: readonly EpochReport[], side: Side) =>
  reports.filter((one) => one.side === side && Number.isInteger(one.epoch));

async function trainOn(engine: EngineName, method: Method) {
  const bench = new Workbench();
  bench.useFiles(files(200));
  const { reports, news } = listen();
  const trained = await bench.train({ ...settings, engine, method }, news, { epochs: 5 });
  return { reports, trained, states: (await bench.prune(40)).states };
}

describe("Workbench", () => {
  it("trains three networks in turn, prunes, and gives bytes from which another one goes on", async () => {
    const [bench, other] = [new Workbench(), new Workbench()];
    expect(bench.useFiles([...files(40), ...files(200)])).toEqual({
      name: "images-200",
      train: 200,
      test: 40,
    });
    const { reports, news } = listen();
    const { states } = await bench.train(settings, news, { epochs: 40 });
    // the chosen one first, and none far ahead of the others
    expect(reports[0]!.side).toBe("chosen");
    const first = reports.slice(0, 3).map(({ side }) => side);
    expect(first).toEqual(["chosen", "narrow", "dense"]);
    for (const side of first) expect(wholeOf(reports, side).at(-1)!.epoch).toBe(40);
    // λ_in, λ_out and biases of both layers: 784 + 40 + 40 and 40 + 10 + 10;
    // a hidden node of a dense one trains 784 + 1 + 10, and there are 10 biases: one node is nearest
    expect(reports.slice(0, 3).map(({ trained }) => trained)).toEqual([924, 805, 31810]);
    const [chosen, dense] = [wholeOf(reports, "chosen").at(-1)!, wholeOf(reports, "dense").at(-1)!];
    expect(mappings(decodeNetwork(chosen.bytes!))).toHaveLength(2);
    expect(dense.bytes).toBeUndefined();
    expect(chosen.accuracy).toBeGreaterThan(0.9);

    const whole = await bench.prune(0);
    expect(whole.states).toEqual(states);
    expect(Object.keys(states)).toEqual(["chosen", "dense"]);
    const half = await bench.prune(50);
    const nodes = [whole.states.chosen, half.states.chosen, half.states.dense].map((one) => one!.hiddenNodes);
    expect(nodes).toEqual([40, 20, 20]);
    expect(whole.bytes).toEqual(chosen.bytes);
    expect(half.states.chosen!.bytes).toBe(gzipSync(half.bytes!).length);
    expect(half.bytes!.length).toBeLessThan(whole.bytes!.length);

    other.useFiles([...files(40), ...files(200)]);
    const opened = await other.open(half.bytes!, "wasm", listen().news);
    expect(opened).toEqual(half.states.chosen);
    expect((await other.prune(0)).bytes).toEqual(half.bytes);
  });

  it.each(methods)("trains what is left of %s, which is the whole network then", async (method) => {
    const bench = new Workbench();
    bench.useFiles(files(200));
    await expect(bench.trainLeft(settings, listen().news)).rejects.toThrow("no network yet");
    await bench.train({ ...settings, method }, listen().news, { epochs: 5 });
    const before = await bench.prune(90);
    const { reports, news } = listen();
    const { states } = await bench.trainLeft({ ...settings, method }, news, { epochs: 5 });
    expect(new Set(reports.map(({ side }) => side))).toEqual(new Set(["chosen", "dense"]));
    expect(states.chosen).toMatchObject({ hiddenNodes: 4, trained: before.states.chosen!.trained });
    expect(states.chosen!.accuracy).toBeGreaterThanOrEqual(before.states.chosen!.accuracy);
    const again = await bench.prune(0);
    expect(again.states.chosen!.hiddenNodes).toBe(4);
    expect(again.bytes).toEqual(wholeOf(reports, "chosen").at(-1)!.bytes);
    expect(again.bytes).not.toEqual(before.bytes);
  });

  it("stops before its next step, and keeps what was reported", async () => {
    const bench = new Workbench();
    bench.useFiles(files(200));
    const { reports, news } = listen(() => reports.length === 4 && bench.stop());
    const { states } = await bench.train(settings, news, { epochs: 50 });
    expect(reports).toHaveLength(4);
    expect(states).toEqual({});
    expect((await bench.prune(0)).bytes).toEqual(reports.findLast(({ side }) => side === "chosen")!.bytes);
  });

  it("reports within an epoch that takes long", async () => {
    const bench = new Workbench();
    bench.useFiles(files(2000));
    const { reports, news } = listen(() => reports.length === 6 && bench.stop());
    await bench.train(settings, news, { epochs: 2, batchSize: 2 });
    expect(reports[0]!.epoch).toBeLessThan(1);
    expect(reports[0]!.epoch).toBeGreaterThan(0);
    for (const side of ["chosen", "narrow", "dense"] as const) {
      const epochs = reports.filter((one) => one.side === side).map(({ epoch }) => epoch);
      expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
    }
  });

  it.each(methods)("trains %s on TensorFlow.js from the same numbers to the same losses", async (method) => {
    const { reports, states } = await trainOn("tensorflow", method);
    const expected = await trainOn("wasm", method);
    expect(states.chosen!.hiddenNodes).toBe(24);
    expect(states.dense!.hiddenNodes).toBe(24);
    for (const side of ["chosen", "narrow", "dense"] as const) {
      const [found, needed] = [wholeOf(reports, side), wholeOf(expected.reports, side)];
      expect(found.map(({ trained }) => trained)).toEqual(needed.map(({ trained }) => trained));
      found.forEach(({ loss }, i) => expect(loss / needed[i]!.loss - 1).toBeCloseTo(0, 3));
      expect(needed[0]!.loss).not.toBeCloseTo(needed.at(-1)!.loss, 2);
    }
  });

  it("takes another engine if one does not load, and says so", async () => {
    const bench = new Workbench();
    bench.useFiles(files(200));
    const { words, news } = listen();
    vi.stubGlobal("navigator", {}); // without WebGPU
    const { engine, word } = await bench.train({ ...settings, engine: "webgpu" }, news, { epochs: 1 });
    expect(engine).toMatch(/^ONNX Runtime .* with 1 thread$/);
    expect(word).toMatch(/^WebGPU does not run here: .*no WebGPU/);
    expect(words).toContain("WebGPU does not run here; trying another engine.");
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
    const state = await bench.open(bytes, "wasm", listen().news);
    expect(state).toMatchObject({ hiddenNodes: 14, bytes: gzipSync(bytes).length });
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
    await expect(bench.open(good.subarray(1), "wasm", listen().news)).rejects.toThrow(
      "This is not a network that opens here, or not all of it: a file must start with",
    );
    await expect(bench.open(good.subarray(0, -1), "wasm", listen().news)).rejects.toThrow("was it cut?");
    await expect(bench.open(file(784, 9), "wasm", listen().news)).rejects.toThrow(
      "takes 784 inputs and has 9 outputs",
    );
    await expect(bench.open(file(783, 10), "wasm", listen().news)).rejects.toThrow(
      "takes 783 inputs and has 10 outputs",
    );
    await expect(bench.open(file(2001, 2000), "wasm", listen().news)).rejects.toThrow(
      "at most 4000000 entries",
    );
    expect(await bench.prune(0)).toEqual({ states: {}, bytes: undefined });
  });

  it("keeps nothing of the training before when one is stopped after its first report", async () => {
    const bench = new Workbench();
    bench.useFiles(files(200));
    await bench.train(settings, listen().news, { epochs: 1 });
    expect(Object.keys((await bench.prune(0)).states)).toEqual(["chosen", "dense"]);
    await bench.train(settings, listen(() => bench.stop()).news, { epochs: 1 });
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

afterEach(() => vi.unstubAllGlobals());

describe("loadOnnxRuntime", () => {
  const stub = (gpu: object | undefined, WebAssembly: object): void => {
    vi.stubGlobal("navigator", { gpu });
    vi.stubGlobal("WebAssembly", WebAssembly);
  };

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
