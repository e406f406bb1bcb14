import { digits, type TrainTest } from "@reciprocal/datasets";
import {
  createNetwork,
  encodeNetwork,
  networkFromText,
  networkToText,
  summary,
  type LayerSpec,
  type Network,
} from "@reciprocal/network";
import { byEigenvalue, byWeightNorm, mask, shrink } from "@reciprocal/pruning";
import { deriveSeed, randomPermutation } from "@reciprocal/spectral";
import { createTrainer, evaluate, loadEngine, predict, type Engine } from "@reciprocal/training";
import { dataFromFiles, type NamedBytes } from "./data-from-files.js";
import type { Settings } from "./settings.js";

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
  readonly accuracy: number;
  readonly hiddenNodes: number;
  /** Of the compact file. */
  readonly bytes: number;
  /** For all test images, compiling included; the least of three. */
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

const denseLearningRate = 0.015; // as published for MNIST
const pauseMilliseconds = 50;
/** More than one where a page may have them; Node has no such property. */
const threads = globalThis.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;

/**
 * What the playground does, on whatever runs the graphs: one network of a chosen method and a dense one, trained epoch by
 * epoch in turn on the same images, then pruned, asked, saved. Nothing leaves it but what its functions return.
 */
export function createWorkbench() {
  let data: TrainTest | undefined;
  let trained: Partial<Record<Side, Network>> = {};
  /** What is left of `trained` after pruning. */
  let current: Partial<Record<Side, Network>> = {};
  let run = 0;
  let engine: Promise<Engine> | undefined;

  const images = (): TrainTest => (data ??= digits({ train: 5000, test: 1000 }));
  const getEngine = (): Promise<Engine> => (engine ??= loadEngine({ threads }));
  const chosen = (): Network => {
    if (!current.chosen) throw new Error("workbench: there is no network yet; train one first");
    return current.chosen;
  };

  const describeData = (): DataNews => {
    const { train, test } = images();
    return { name: train.name, train: train.count, test: test.count };
  };

  const measure = async (network: Network): Promise<State> => {
    const [{ test }, engine] = [images(), await getEngine()];
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const started = performance.now();
      await predict(network, test.inputs, { engine });
      times.push(performance.now() - started);
    }
    return {
      accuracy: (await evaluate(network, test, { engine })).accuracy,
      hiddenNodes: (network.layers[0] as { outputs: number }).outputs,
      bytes: encodeNetwork(network).length,
      milliseconds: Math.min(...times),
    };
  };

  return {
    describeData,

    /** Takes the visitor's files instead of the generated digits. */
    useFiles(files: readonly NamedBytes[]): DataNews {
      data = dataFromFiles(files);
      [trained, current] = [{}, {}];
      return describeData();
    },

    /** Trains both networks afresh; resolves when all epochs are done or `stop` was called. */
    async train(
      { method, width, learningRate }: Settings,
      onEpoch: (news: EpochNews) => void | Promise<void>,
      { epochs = 15, batchSize = 50, seed = 1 }: TrainOptions = {},
    ): Promise<void> {
      const own = ++run;
      const { train, test } = images();
      const engine = await getEngine();
      const start = (side: Side) => {
        const kind = side === "dense" ? "dense" : method;
        const layers = [
          { kind, units: width, activation: "relu" },
          { kind, units: train.classes, activation: "softmax" },
        ] as LayerSpec[];
        return createNetwork({ inputs: train.features, layers, seed });
      };
      const compile = (side: Side) =>
        createTrainer(start(side), train, {
          batchSize,
          engine,
          optimizer: { kind: "adamax", learningRate: side === "dense" ? denseLearningRate : learningRate },
        });
      const sides: readonly Side[] = ["chosen", "dense"];
      const trainers = { chosen: await compile("chosen"), dense: await compile("dense") };
      let pause = performance.now();
      try {
        for (let epoch = 1; epoch <= epochs; epoch++) {
          const order = randomPermutation(train.count, { seed: deriveSeed(seed, "shuffle", epoch) });
          for (const side of sides) {
            const trainer = trainers[side];
            const started = performance.now();
            let loss = 0;
            for (let first = 0; first < train.count; first += batchSize) {
              if (performance.now() - pause > pauseMilliseconds) {
                await new Promise((resolve) => setTimeout(resolve)); // `stop` gets its turn
                pause = performance.now();
              }
              if (run !== own) return;
              const batch = order.subarray(first, first + batchSize);
              const step = await trainer.step(batch);
              if (!Number.isFinite(step.loss)) {
                throw new Error(
                  `the loss of the ${side} network is ${step.loss}; take a smaller learning rate`,
                );
              }
              loss += step.loss * batch.length;
            }
            const seconds = (performance.now() - started) / 1000;
            const network = trainer.network();
            trained = { ...trained, [side]: network };
            current = { ...current, [side]: network };
            const { accuracy } = await evaluate(network, test, { engine });
            await onEpoch({
              ...{ side, epoch, accuracy, seconds, loss: loss / train.count },
              trained: summary(network).trainable,
              spectra: spectraOf(network, train.shape),
            });
          }
        }
      } finally {
        await trainers.chosen.release();
        await trainers.dense.release();
      }
    },

    /** Ends training before its next step; what was finished of it stays. */
    stop(): void {
      run++;
    },

    /** Removes that many per cent of the hidden nodes of what was trained; 0 brings all back. */
    async prune(percent: number): Promise<Partial<Record<Side, State>>> {
      const states: Partial<Record<Side, State>> = {};
      for (const side of Object.keys(trained) as Side[]) {
        const by = side === "dense" ? byWeightNorm() : byEigenvalue();
        const masked = await mask(trained[side]!, { by, amount: { percentile: percent } });
        const network = percent === 0 ? trained[side]! : (await shrink(masked)).network;
        current = { ...current, [side]: network };
        states[side] = await measure(network);
      }
      return states;
    },

    /** Probabilities of the classes for one image, by the chosen network as it is now. */
    async predict(pixels: Float32Array): Promise<Float32Array> {
      return predict(chosen(), pixels, { engine: await getEngine() });
    },

    /** A test image, counted around. */
    example(index: number): Float32Array {
      const { test } = images();
      const from = (index % test.count) * test.features;
      return test.inputs.slice(from, from + test.features);
    },

    /** The chosen network as a compact file. */
    file: (): Uint8Array => encodeNetwork(chosen()),

    /** The same as text for a link. */
    link: (): string => networkToText(chosen()),

    /** Takes a network from a link; the dense one beside it is forgotten. */
    async restore(text: string): Promise<{ state: State; spectra: Spectra | undefined }> {
      run++;
      const network = networkFromText(text);
      const { test } = images();
      if (network.inputs !== test.features) {
        throw new Error(
          `the network in the link takes ${network.inputs} inputs, the images have ${test.features}`,
        );
      }
      trained = current = { chosen: network };
      return { state: await measure(network), spectra: spectraOf(network, test.shape) };
    },
  };
}

export type Workbench = ReturnType<typeof createWorkbench>;

function spectraOf(network: Network, shape: readonly number[]): Spectra | undefined {
  const [layer] = network.layers;
  if (!layer || !("lambdaIn" in layer)) return undefined;
  const { lambdaIn, lambdaOut } = layer;
  return { lambdaIn, lambdaOut, shape: [shape[0]!, shape[1]!] };
}
