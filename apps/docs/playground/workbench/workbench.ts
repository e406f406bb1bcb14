import { digits, type TrainTest } from "@reciprocal/datasets";
import { encodeNetwork, type Network, summary } from "@reciprocal/network";
import { readNetwork } from "../read-network.js";
import type { DataReport, News, Pruned, Side, State, States, Trained } from "../reports.js";
import { engines, generatedDigits, type EngineName, type Settings } from "../settings.js";
import { dataFromFiles, type NamedBytes } from "./data-from-files.js";
import { accuracy, stateOf } from "./measure.js";
import { pruneNodes } from "./prune-nodes.js";
import type { Runtime } from "./runtime.js";
import { runtimeLoader } from "./runtimes.js";
import { sides } from "./sides.js";
import type { WasmFiles } from "./tensorflow-runtime.js";
import { type Start, trainInTurn } from "./train-in-turn.js";

export interface TrainOptions {
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
}

export interface WorkbenchOptions {
  /** Where a page finds those of TensorFlow.js. */
  readonly wasmFiles?: WasmFiles;
}

/** What is tried if an engine does not load here. */
const others: Readonly<Record<EngineName, readonly EngineName[]>> = {
  wasm: ["tensorflow"],
  webgpu: ["wasm", "tensorflow"],
  tensorflow: ["wasm"],
};

/** Sides that lose nodes. */
const pruned: readonly Side[] = ["chosen", "dense"];

/** Test images that are enough within an epoch. */
const quickTest = 1000;

/**
 * What needs an engine: a network of a chosen method and two dense ones, trained in turn on the same images, then pruned,
 * trained again and measured. It gives and takes networks as the bytes of their files; nothing leaves it except what its
 * methods return.
 */
export class Workbench {
  #data: TrainTest | undefined;
  /** Before pruning. */
  #trained: Partial<Record<Side, Network>> = {};
  /** What is left of `trained`. */
  #left: Partial<Record<Side, Network>> = {};
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
    [this.#trained, this.#left] = [{}, {}];
    return { name: train.name, train: train.count, test: test.count };
  }

  /**
   * Trains all networks from their initial values, from the same seed on every engine, until all epochs are done or `stop`
   * is called.
   */
  async train(settings: Settings, news: News, options: TrainOptions = {}): Promise<Trained> {
    const own = ++this.#run;
    // the engine arrives while the digits are drawn
    const loading = this.#use(settings.engine, news);
    loading.catch(() => undefined); // that it failed is said below
    if (!this.#data) await news.status("Drawing the digits; the engine loads meanwhile.");
    const { features, classes } = this.#images().train;
    const seed = options.seed ?? 1;
    const starts = sides({ ...settings, features, classes, seed });
    [this.#trained, this.#left] = [{}, {}]; // if training stops early, an older network must not be shown beside the new one
    await news.status("Waiting for the engine.");
    const { runtime, word } = await loading;
    const states = await this.#trainAll(starts, news, {
      runtime,
      own,
      ...options,
      rateFactor: settings.rateFactor,
    });
    this.#trained = this.#left;
    return { engine: runtime.name, word, states };
  }

  /**
   * Trains what is left of the networks after nodes were removed; they are whole networks then.
   *
   * @throws {Error} if nothing was trained or opened
   */
  async trainLeft(
    { rateFactor }: Settings,
    news: News,
    { epochs = 5, ...rest }: TrainOptions = {},
  ): Promise<Trained> {
    const own = ++this.#run;
    const runtime = this.#runtime;
    const starts = pruned.flatMap((side): Start[] =>
      this.#left[side] ? [{ side, network: this.#left[side] }] : [],
    );
    if (!runtime || starts.length === 0) throw new Error("there is no network yet; train or open one first");
    const states = await this.#trainAll(starts, news, { runtime, own, epochs, ...rest, rateFactor });
    this.#trained = this.#left;
    return { engine: runtime.name, word: "", states };
  }

  async #trainAll(
    starts: readonly Start[],
    news: News,
    {
      runtime,
      own,
      rateFactor,
      epochs = 10,
      batchSize = 32,
      seed = 1,
    }: TrainOptions & { readonly runtime: Runtime; readonly own: number; readonly rateFactor: number },
  ): Promise<States> {
    const { train, test } = this.#images();
    const isStopped = (): boolean => this.#run !== own;
    const states: States = {};
    const options = { epochs, batchSize, seed, rateFactor, isStopped };
    for await (const { network, ...report } of trainInTurn(runtime, train, starts, options)) {
      const isWhole = Number.isInteger(report.epoch);
      const right = await accuracy(runtime, network, test, isWhole ? test.count : quickTest);
      if (isStopped()) break;
      const { side } = report;
      this.#left = { ...this.#left, [side]: network };
      if (report.epoch === epochs && pruned.includes(side)) states[side] = await stateOf(network, right);
      await news.report({
        ...report,
        accuracy: right,
        trained: summary(network).trainable,
        ...(side === "chosen" && { bytes: encodeNetwork(network) }),
      });
    }
    return states;
  }

  /** Ends training before its next step; what was reported stays. */
  stop(): void {
    this.#run++;
  }

  /** Removes that percentage of the hidden nodes of the trained networks; 0 restores all. */
  async prune(percent: number): Promise<Pruned> {
    const states: States = {};
    this.#left = {};
    for (const side of pruned) {
      const whole = this.#trained[side];
      if (!whole) continue;
      const network = pruneNodes(whole, percent);
      this.#left = { ...this.#left, [side]: network };
      const right = await accuracy(this.#runtime!, network, this.#images().test);
      states[side] = await stateOf(network, right);
    }
    const { chosen } = this.#left;
    return { states, bytes: chosen && encodeNetwork(chosen) };
  }

  /**
   * Takes a network that was not trained here, to prune it; the dense one beside another is forgotten.
   *
   * @throws {Error} if it does not fit the images
   */
  async open(bytes: Uint8Array, engine: EngineName, news: News): Promise<State> {
    this.#run++;
    const { test } = this.#images();
    const network = readNetwork(bytes, { inputs: test.features, outputs: test.classes });
    const { runtime } = await this.#use(engine, news);
    const state = await stateOf(network, await accuracy(runtime, network, test));
    this.#trained = this.#left = { chosen: network };
    return state;
  }

  #images(): TrainTest {
    return (this.#data ??= digits(generatedDigits));
  }

  /**
   * Loads an engine, or another one if it does not run here.
   *
   * @throws {Error} if none does, with what is wrong with the one that was asked for
   */
  async #use(engine: EngineName, news: News): Promise<{ readonly runtime: Runtime; readonly word: string }> {
    let word = "";
    let problem: Error | undefined;
    for (const name of [engine, ...others[engine]]) {
      try {
        const runtime = (this.#runtime = await this.#load(name));
        return { runtime, word };
      } catch (error) {
        problem ??= error as Error;
        word = `${engines[engine].title} does not run here: ${problem.message}`;
        await news.status(`${engines[name].title} does not run here; trying another engine.`);
      }
    }
    throw new Error(`${word}. No other engine runs here either.`, { cause: problem });
  }
}
