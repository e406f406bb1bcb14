import { digits, type TrainTest } from "@reciprocal/datasets";
import { createNetwork, encodeNetwork, summary, type LayerSpec, type Network } from "@reciprocal/network";
import { readNetwork } from "../read-network.js";
import type { DataReport, EpochReport, Pruned, Side, State, States } from "../reports.js";
import { generatedDigits, type EngineName, type Settings } from "../settings.js";
import { dataFromFiles, type NamedBytes } from "./data-from-files.js";
import { accuracy, measure } from "./measure.js";
import { pruneNodes } from "./prune-nodes.js";
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
 * What needs an engine: one network of a chosen method and a dense one, trained epoch by epoch in turn on the same images,
 * then pruned and measured. It gives and takes networks as the bytes of their files; nothing leaves it except what its
 * methods return.
 */
export class Workbench {
  #data: TrainTest | undefined;
  /** Before pruning. */
  #trained: Partial<Record<Side, Network>> = {};
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
    this.#trained = {};
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
    this.#trained = {}; // if training stops early, an older network must not be shown beside the new one
    const isStopped = (): boolean => this.#run !== own;
    for await (const done of trainInTurn(runtime, train, starts, { epochs, batchSize, seed, isStopped })) {
      const { network, ...report } = done;
      this.#trained = { ...this.#trained, [report.side]: network };
      await onEpoch({
        ...report,
        accuracy: await accuracy(runtime, network, test),
        trained: summary(network).trainable,
        ...(report.side === "chosen" && { bytes: encodeNetwork(network) }),
      });
    }
    return runtime.name;
  }

  /** Ends training before its next step; the finished epochs stay. */
  stop(): void {
    this.#run++;
  }

  /** Removes that percentage of the hidden nodes of the trained networks; 0 restores all. */
  async prune(percent: number): Promise<Pruned> {
    const states: States = {};
    let bytes: Uint8Array | undefined;
    for (const side of Object.keys(this.#trained) as Side[]) {
      const network = pruneNodes(this.#trained[side]!, percent);
      states[side] = await measure(this.#runtime!, network, this.#images().test);
      if (side === "chosen") bytes = encodeNetwork(network);
    }
    return { states, bytes };
  }

  /** A test image; after the last comes the first again. */
  example(index: number): Float32Array {
    const { test } = this.#images();
    const from = (index % test.count) * test.features;
    return test.inputs.slice(from, from + test.features);
  }

  /**
   * Takes a network that was not trained here, to prune it; the dense one beside another is forgotten.
   *
   * @throws {Error} if it does not fit the images
   */
  async open(bytes: Uint8Array, engine: EngineName): Promise<State> {
    this.#run++;
    const { test } = this.#images();
    const network = readNetwork(bytes, { inputs: test.features, outputs: test.classes });
    const runtime = await this.#use(engine);
    const state = await measure(runtime, network, test);
    this.#trained = { chosen: network };
    return state;
  }

  #images(): TrainTest {
    return (this.#data ??= digits(generatedDigits));
  }

  async #use(engine: EngineName): Promise<Runtime> {
    return (this.#runtime = await this.#load(engine));
  }
}
