import { digits, type Dataset, type TrainTest } from "@reciprocal/datasets";
import {
  createNetwork,
  decodeNetwork,
  encodeNetwork,
  FileFormatError,
  inputSize,
  type LayerSpec,
  type Network,
  networkFromText,
  networkToText,
  summary,
} from "@reciprocal/network";
import { byEigenvalue, byWeightNorm, mask, shrink } from "@reciprocal/pruning";
import { epochOrder } from "@reciprocal/spectral";
import { dataFromFiles, type NamedBytes } from "./data-from-files.js";
import type { Learner, Predictor, Runtime } from "./runtime.js";
import { generatedDigits, type EngineName, type Settings } from "./settings.js";
import type { WasmFiles } from "./tensorflow-runtime.js";

/** The method that was chosen, and the dense network beside it. */
export type Side = "chosen" | "dense";

/** After an epoch of one of the two networks. */
export interface EpochNews {
  readonly side: Side;
  readonly epoch: number;
  /** Mean over the epoch's batches. */
  readonly loss: number;
  /** On the test images. */
  readonly accuracy: number;
  readonly trained: number;
  /** Time of the steps, without evaluation. */
  readonly seconds: number;
  readonly spectra: Spectra | undefined;
}

/** Of the first layer; a network in direct space has none. */
export interface Spectra {
  readonly lambdaIn: Float32Array;
  readonly lambdaOut: Float32Array;
  /** Of the picture that the inputs make. */
  readonly shape: readonly [rows: number, columns: number];
}

export interface State {
  /** What is done in the first layer. */
  readonly method: string;
  readonly accuracy: number;
  readonly hiddenNodes: number;
  /** Of the compact file. */
  readonly bytes: number;
  /** For all test images, by a network that is compiled and has run before; the least of three. */
  readonly milliseconds: number;
}

export interface DataNews {
  readonly name: string;
  readonly train: number;
  readonly test: number;
}

export interface TrainOptions {
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
}

export interface WorkbenchOptions {
  /** Where a page finds those of TensorFlow.js. */
  readonly wasmFiles?: WasmFiles;
}

const denseLearningRate = 0.015; // as published for MNIST
const pauseMilliseconds = 50;
/** Of matrices that a stranger's network makes from seeds: more than any here has, and made in seconds. */
const mostEntries = 4e6;

/**
 * What the playground does: one network of a chosen method and a dense one, trained epoch by epoch in turn on the same
 * images, then pruned, asked, saved. Nothing leaves it but what its functions return.
 */
export function createWorkbench({ wasmFiles }: WorkbenchOptions = {}) {
  let data: TrainTest | undefined;
  let trained: Partial<Record<Side, Network>> = {};
  /** What is left of `trained` after pruning. */
  let current: Partial<Record<Side, Network>> = {};
  let run = 0;
  const runtimes = new Map<EngineName, Promise<Runtime>>();
  /** On which the networks were trained or opened. */
  let runtime: Runtime | undefined;

  const images = (): TrainTest => (data ??= digits(generatedDigits));

  /** Loads an engine when it is first asked for; one that failed is tried again. */
  const useEngine = async (engine: EngineName): Promise<Runtime> => {
    const loading = runtimes.get(engine) ?? loadRuntime(engine, wasmFiles);
    runtimes.set(engine, loading);
    loading.catch(() => runtimes.delete(engine));
    return (runtime = await loading);
  };

  const chosen = (): Network => {
    if (!current.chosen) throw new Error("there is no network yet; train or open one first");
    return current.chosen;
  };

  const compiled = async <T>(network: Network, use: (predictor: Predictor) => Promise<T>): Promise<T> => {
    const predictor = await runtime!.createPredictor(network);
    try {
      return await use(predictor);
    } finally {
      await predictor.release();
    }
  };

  const measure = (network: Network): Promise<State> =>
    compiled(network, async (predictor) => {
      const { test } = images();
      const accuracy = accuracyOf(await predictor.run(test.inputs), test);
      let milliseconds = Infinity;
      for (let i = 0; i < 3; i++) {
        const started = performance.now();
        await predictor.run(test.inputs);
        milliseconds = Math.min(milliseconds, performance.now() - started);
      }
      const mappings = summary(network).layers.filter(({ kind }) => kind !== "activation");
      const hiddenNodes = mappings.slice(0, -1).reduce((sum, { outputs }) => sum + outputs, 0);
      const bytes = encodeNetwork(network).length;
      return { method: mappings[0]!.kind, accuracy, hiddenNodes, bytes, milliseconds };
    });

  return {
    /** Takes the visitor's files instead of the generated digits. */
    useFiles(files: readonly NamedBytes[]): DataNews {
      const { train, test } = (data = dataFromFiles(files));
      [trained, current] = [{}, {}];
      return { name: train.name, train: train.count, test: test.count };
    },

    /**
     * Trains both networks afresh, from the same seed on every engine; resolves to the engine's name when all epochs are
     * done or `stop` was called.
     */
    async train(
      { method, width, learningRate, engine }: Settings,
      onEpoch: (news: EpochNews) => void | Promise<void>,
      { epochs = 15, batchSize = 50, seed = 1 }: TrainOptions = {},
    ): Promise<string> {
      const own = ++run;
      const { train, test } = images();
      const on = await useEngine(engine);
      const start = (side: Side) => {
        const kind = side === "dense" ? "dense" : method;
        const layers = [
          { kind, units: width, activation: "relu" },
          { kind, units: train.classes, activation: "softmax" },
        ] as LayerSpec[];
        return createNetwork({ inputShape: train.features, layers, seed });
      };
      const compile = (side: Side) =>
        on.createLearner(start(side), train, {
          batchSize,
          learningRate: side === "dense" ? denseLearningRate : learningRate,
        });
      [trained, current] = [{}, {}]; // one that stops early shall not stand beside one of before
      const learners = new Map<Side, Learner>();
      let pause = performance.now();
      try {
        for (const side of ["chosen", "dense"] as const) learners.set(side, await compile(side));
        for (let epoch = 1; epoch <= epochs; epoch++) {
          const order = epochOrder(train.count, { seed, epoch });
          for (const [side, learner] of learners) {
            const started = performance.now();
            let loss = 0;
            for (let first = 0; first < train.count; first += batchSize) {
              if (performance.now() - pause > pauseMilliseconds) {
                await new Promise((resolve) => setTimeout(resolve)); // `stop` gets its turn
                pause = performance.now();
              }
              if (run !== own) return on.name;
              const batch = order.subarray(first, first + batchSize);
              const mean = await learner.step(batch);
              if (!Number.isFinite(mean)) {
                throw new Error(`the loss of the ${side} network is ${mean}; take a smaller learning rate`);
              }
              loss += mean * batch.length;
            }
            const seconds = (performance.now() - started) / 1000;
            const network = await learner.network();
            trained = { ...trained, [side]: network };
            current = { ...current, [side]: network };
            const accuracy = await compiled(network, async (predictor) =>
              accuracyOf(await predictor.run(test.inputs), test),
            );
            await onEpoch({
              ...{ side, epoch, accuracy, seconds, loss: loss / train.count },
              trained: summary(network).trainable,
              spectra: spectraOf(network, train.shape),
            });
          }
        }
      } finally {
        for (const learner of learners.values()) await learner.release();
      }
      return on.name;
    },

    /** Ends training before its next step; what was finished of it stays. */
    stop(): void {
      run++;
    },

    /** Removes that many per cent of the hidden nodes of what was trained; 0 brings all back. */
    async prune(percent: number): Promise<Partial<Record<Side, State>>> {
      const states: Partial<Record<Side, State>> = {};
      for (const side of Object.keys(trained) as Side[]) {
        const network = await pruned(trained[side]!, percent);
        current = { ...current, [side]: network };
        states[side] = await measure(network);
      }
      return states;
    },

    /** Probabilities of the classes for one image, by the chosen network as it is now. */
    async predict(pixels: Float32Array): Promise<Float32Array> {
      return compiled(chosen(), (predictor) => predictor.run(pixels));
    },

    /** A test image, counted around. */
    example(index: number): Float32Array {
      const { test } = images();
      const from = (index % test.count) * test.features;
      return test.inputs.slice(from, from + test.features);
    },

    /** The chosen network as a compact file. */
    file: (): Uint8Array => encodeNetwork(chosen()),

    /** The same as text for a link, with eigenvalues, s and biases in half the bytes: rounded to float16. */
    link: (): string => networkToText(chosen(), { spectra: "float16" }),

    /**
     * Takes a network from the bytes of a file or the text of a link, whoever made it; the dense one beside it is
     * forgotten.
     *
     * @throws {Error} for a broken network, and one that does not fit the images
     */
    async open(source: Uint8Array | string, engine: EngineName): Promise<Opened> {
      run++;
      const network = readNetwork(source);
      const { test } = images();
      const outputs = summary(network).layers.at(-1)?.outputs;
      if (inputSize(network) !== test.features || outputs !== test.classes) {
        throw new Error(
          `the network must take ${test.features} inputs to ${test.classes} outputs as the images want, it takes ${inputSize(network)} to ${outputs ?? 0}`,
        );
      }
      const { name } = await useEngine(engine);
      const state = await measure(network);
      trained = current = { chosen: network };
      return { engine: name, state, spectra: spectraOf(network, test.shape) };
    },
  };
}

export type Workbench = ReturnType<typeof createWorkbench>;

/** A network that came from a file or a link. */
export interface Opened {
  readonly engine: string;
  readonly state: State;
  readonly spectra: Spectra | undefined;
}

/** Each engine is a part of the code of its own. */
async function loadRuntime(engine: EngineName, wasmFiles: WasmFiles | undefined): Promise<Runtime> {
  if (engine === "tensorflow") return (await import("./tensorflow-runtime.js")).loadTensorFlow(wasmFiles);
  return (await import("./onnx-runtime.js")).loadOnnxRuntime({ webgpu: engine === "webgpu" });
}

/** Without that many per cent of its hidden nodes. */
async function pruned(network: Network, percent: number): Promise<Network> {
  if (percent === 0) return network;
  const by = network.layers.some((layer) => "lambdaOut" in layer) ? byEigenvalue() : byWeightNorm();
  return (await shrink(await mask(network, { by, amount: { percentile: percent } }))).network;
}

function readNetwork(source: Uint8Array | string): Network {
  try {
    return typeof source === "string"
      ? networkFromText(source, { mostEntries })
      : decodeNetwork(source, { mostEntries });
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    const reason = error.message.replace(/^\w+: /, "");
    throw new Error(`This is no network, or not a whole one: ${reason}`, { cause: error });
  }
}

/** Share of samples whose largest output is that of their class. */
function accuracyOf(outputs: Float32Array, { labels, classes }: Dataset): number {
  let right = 0;
  labels.forEach((label, i) => {
    const row = outputs.subarray(i * classes, (i + 1) * classes);
    if (row.indexOf(Math.max(...row)) === label) right++;
  });
  return right / labels.length;
}

function spectraOf(network: Network, shape: readonly number[]): Spectra | undefined {
  const [layer] = network.layers;
  if (!layer || !("lambdaIn" in layer)) return undefined;
  const { lambdaIn, lambdaOut } = layer;
  return { lambdaIn, lambdaOut, shape: [shape[0]!, shape[1]!] };
}
