import { loadEngine } from "@reciprocal/training";
import { reciprocalSubject } from "./reciprocal-subject.js";
import { makeSpeedData, type SpeedDataOptions } from "./speed-data.js";
import { speedNetwork } from "./speed-network.js";
import type { SpeedMethod, SpeedSubject } from "./speed-subject.js";

/** What a page needs to make the same network and data as Node: seeds instead of numbers. */
export interface BrowserSubjectSettings {
  sizes: readonly number[];
  method: SpeedMethod;
  data: SpeedDataOptions;
  seed: number;
  learningRate: number;
}

const subjects: SpeedSubject[] = [];

/** What browser-subject.ts calls in the page; subjects go by their numbers. */
const pageFunctions = {
  async create({ sizes, method, data, seed, learningRate }: BrowserSubjectSettings): Promise<number> {
    const engine = await loadEngine();
    const network = speedNetwork(sizes, method, seed);
    const rows = makeSpeedData(sizes[0]!, data);
    return subjects.push(reciprocalSubject(network, rows, { method, learningRate, engine })) - 1;
  },
  prepare: (index: number) => subjects[index]!.prepare(),
  stage: (index: number, batches: number[][]) =>
    subjects[index]!.stage(batches.map((batch) => Int32Array.from(batch))),
  steps: (index: number) => subjects[index]!.steps(),
  dispose: (index: number) => subjects[index]!.dispose(),
};

declare global {
  var speedPage: typeof pageFunctions;
}
globalThis.speedPage = pageFunctions;
