import { digits, type TrainTest } from "@reciprocal/datasets";
import {
  createNetwork,
  encodeNetwork,
  networkToText,
  summary,
  type LayerSpec,
  type Network,
} from "@reciprocal/network";
import type { DataReport, EpochReport, Opened, Side, States } from "../reports.js";
import { generatedDigits, type EngineName, type Settings } from "../settings.js";
import { dataFromFiles, type NamedBytes } from "./data-from-files.js";
import { accuracy, measure, spectraOf, withPredictor } from "./measure.js";
import { pruneNodes } from "./prune-nodes.js";
import { readNetwork } from "./read-network.js";
import type { Runtime } from "./runtime.js";
import { runtimeLoader } from "./runtimes.js";
import type { WasmFiles } from "./tensorflow-runtime.js";
import { trainInTurn } from "./train-in-turn.js";

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

/**
 * What the playground does: one network of a chosen method and a dense one, trained epoch by epoch in turn on the same
 * images, then pruned, asked, saved. Nothing leaves it except what its methods return.
 */
export class Workbench {
  #data: TrainTest | undefined;
  #trained: Partial<Record<Side, Network>> = {};
  /** What is left of `trained` after pruning. */
  #current: Partial<Record<Side, Network>> = {};
  /** Counts what ends a training. */
  #run = 0;
  readonly #load: (engine: EngineName) => Promise<Runtime>;
  /** On which the networks were trained or opened. */
  #runtime: Runtime | undefined;

  constructor({ wasmFiles }: WorkbenchOptions = {}) {
    this.#load = runtimeLoader(wasmFiles);
  }

  /** Takes the visitor's files instead of the generated digits. */
  useFiles(files: readonly NamedBytes[]): DataReport {
    const { train, test } = (this.#data = dataFromFiles(files));
    [this.#trained, this.#current] = [{}, {}];
    return { name: train.name, train: train.count, test: test.count };
  }

  /**
   * Trains both networks from their initial values, from the same seed on every engine; resolves to the engine's name
   * when all epochs are done or `stop` was called.
   */
  async train(
    { method, width, learningRate, engine }: Settings,
    onEpoch: (report: EpochReport) => void | Promise<void>,
    { epochs = 15, batchSize = 50, seed = 1 }: TrainOptions = {},
  ): Promise<string> {
    const own = ++this.#run;
    const { train, test } = this.#images();
    const runtime = await this.#use(engine);
    const start = (kind: string): Network => {
      const layers = [
        { kind, units: width, activation: "relu", start: "published" },
        { kind, units: train.classes, activation: "softmax", start: "published" },
      ] as LayerSpec[];
      return createNetwork({ inputShape: train.features, layers, seed });
    };
    const starts = [
      { side: "chosen", network: start(method), learningRate },
      { side: "dense", network: start("dense"), learningRate: denseLearningRate },
    ] as const;
    [this.#trained, this.#current] = [{}, {}]; // if training stops early, an older network must not be shown beside the new one
    const isStopped = (): boolean => this.#run !== own;
    for await (const done of trainInTurn(runtime, train, starts, { epochs, batchSize, seed, isStopped })) {
      const { network, ...report } = done;
      this.#trained = { ...this.#trained, [report.side]: network };
      this.#current = { ...this.#current, [report.side]: network };
      await onEpoch({
        ...report,
        accuracy: await accuracy(runtime, network, test),
        trained: summary(network).trainable,
        spectra: spectraOf(network, train.shape),
      });
    }
    return runtime.name;
  }

  /** Ends training before its next step; the finished epochs stay. */
  stop(): void {
    this.#run++;
  }

  /** Removes that percentage of the hidden nodes of the trained networks; 0 restores all. */
  async prune(percent: number): Promise<States> {
    const states: States = {};
    for (const side of Object.keys(this.#trained) as Side[]) {
      const network = pruneNodes(this.#trained[side]!, percent);
      this.#current = { ...this.#current, [side]: network };
      states[side] = await measure(this.#runtime!, network, this.#images().test);
    }
    return states;
  }

  /** Probabilities of the classes for one image, by the chosen network as it is now. */
  async predict(pixels: Float32Array): Promise<Float32Array> {
    const network = this.#chosen();
    return withPredictor(this.#runtime!, network, (predictor) => predictor.run(pixels));
  }

  /** A test image; after the last comes the first again. */
  example(index: number): Float32Array {
    const { test } = this.#images();
    const from = (index % test.count) * test.features;
    return test.inputs.slice(from, from + test.features);
  }

  /** The chosen network as a compact file. */
  file(): Uint8Array {
    return encodeNetwork(this.#chosen());
  }

  /** The same as text for a link, with eigenvalues, s and biases in half the bytes: rounded to float16. */
  link(): string {
    return networkToText(this.#chosen(), { spectra: "float16" });
  }

  /**
   * Takes a network from the bytes of a file or the text of a link, which need not be trusted; the dense one beside it is
   * forgotten.
   *
   * @throws {Error} for a broken network, and one that does not fit the images
   */
  async open(source: Uint8Array | string, engine: EngineName): Promise<Opened> {
    this.#run++;
    const { test } = this.#images();
    const network = readNetwork(source, test);
    const runtime = await this.#use(engine);
    const state = await measure(runtime, network, test);
    this.#trained = this.#current = { chosen: network };
    return { engine: runtime.name, state, spectra: spectraOf(network, test.shape) };
  }

  #images(): TrainTest {
    return (this.#data ??= digits(generatedDigits));
  }

  async #use(engine: EngineName): Promise<Runtime> {
    return (this.#runtime = await this.#load(engine));
  }

  #chosen(): Network {
    if (!this.#current.chosen) throw new Error("there is no network yet; train or open one first");
    return this.#current.chosen;
  }
}
