import { readFileSync, writeFileSync } from "node:fs";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { diffNetworks, encodeNetwork, parameters, type Network } from "@reciprocal/network";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Checkpoint } from "./checkpoint/checkpoint.js";
import { encodeCheckpoint } from "./checkpoint/encode-checkpoint.js";
import type { Engine } from "./engine/engine.js";
import { loadEngine } from "./engine/load-engine.js";
import { evaluate } from "./inference/evaluate.js";
import { predict } from "./inference/predict.js";
import { fit } from "./fit/loop.js";
import { fingerprint, probeModel } from "./testing/processor-probe.js";
import {
  networkNames,
  recordedBatchSize,
  recordedEpochs,
  recordedTrainings,
  type RecordedTraining,
} from "./testing/recorded-trainings.js";

// What training came to when it was recorded, at commit 315c5e7. It must come to the same today.
//
// The last bits of ONNX Runtime depend on the processor (AVX2, AVX-512). So a small model is run first, and if its
// results have a fingerprint that is recorded, digests of all numbers must be the recorded ones; elsewhere losses and
// sums over the numbers must agree to 0.01 %.
//
// RECORD=bits npx vitest run --project @reciprocal/training src/recordings.test.ts
//   adds the digests of this kind of processor (or of a new ONNX Runtime) beside the others; the numbers must agree.
// RECORD=all …
//   records everything anew, the trained networks of ../../network/fixtures/trained included. Only for a change of the
//   numbers that is wanted: then say why in the commit.
const record = process.env["RECORD"];

const fixture = (name: string) => new URL(`../fixtures/${name}`, import.meta.url);
const trained = (file: string) =>
  new URL(`../../network/fixtures/trained/${file.replaceAll(/[ ,]+/g, "-")}`, import.meta.url);

/** What is compared everywhere, rounded. */
interface Numbers {
  readonly losses: readonly number[];
  /** None for numbers, whose answers are not right or wrong. */
  readonly accuracies: readonly number[];
  readonly validationLosses: readonly number[];
  /** After training, by `evaluate`. */
  readonly evaluation: readonly number[];
  /** Of every group of numbers, by layer and name: the sum, and the sum of squares. */
  readonly groups: Readonly<Record<string, readonly number[]>>;
}

/** Digests of exact bits. */
interface Bits {
  readonly losses: string;
  readonly parameters: string;
  readonly optimizer: string;
  readonly outputs: string;
  readonly checkpoint: string;
}

interface Recordings {
  numbers: Record<string, Numbers>;
  /** By fingerprint, then by name. */
  bits: Record<string, Record<string, Bits>>;
}

const recordings: Recordings =
  record === "all"
    ? { numbers: {}, bits: {} }
    : (JSON.parse(readFileSync(fixture("recordings.json"), "utf8")) as Recordings);

const results = new Map<string, Promise<Result>>();
const resultOf = (name: string): Promise<Result> => {
  if (!results.has(name)) results.set(name, run(recordedTrainings[name]!, engine));
  return results.get(name)!;
};

let engine: Engine;
let known: Record<string, Bits> | undefined;
beforeAll(async () => {
  engine = await loadEngine({ prefer: "onnxruntime-node", threads: 1 });
  if (record === "all") writeFileSync(fixture("probe.onnx"), probeModel());
  const found = await fingerprint(engine, readFileSync(fixture("probe.onnx")));
  if (record !== undefined) recordings.bits[found] = {};
  known = recordings.bits[found];
});
afterAll(() => {
  if (record === undefined) return;
  writeFileSync(fixture("recordings.json"), `${JSON.stringify(recordings, undefined, 1)}\n`);
});

describe("a recorded training of 20 steps", () => {
  it.each(Object.keys(recordedTrainings))("gives the same numbers: %s", async (name) => {
    const { numbers } = await resultOf(name);
    if (record === "all") recordings.numbers[name] = numbers;
    expectAlike(numbers, recordings.numbers[name]!);
  });

  it.for(Object.keys(recordedTrainings))(
    "gives the same bits on a processor that is recorded: %s",
    async (name, { skip }) => {
      const { bits, network } = await resultOf(name);
      if (record !== undefined) known![name] = bits;
      if (record === "all" && networkNames.includes(name)) writeNetwork(name, network);
      if (!known) return skip("this processor is not recorded");
      expect(bits).toEqual(known[name]);
      if (networkNames.includes(name)) {
        expect(Buffer.from(encodeNetwork(network))).toEqual(readFileSync(trained(`${name}.rcp`)));
      }
    },
  );

  it("agrees on another engine as closely as is asked of another processor", async () => {
    const other = await loadEngine({ prefer: "onnxruntime-web" });
    for (const name of [
      "dense",
      "spectral with phi trained",
      "s-svd",
      "s-qr, fixed mask",
      "all kinds, adam",
    ]) {
      const { numbers } = await run(recordedTrainings[name]!, other);
      expectAlike(numbers, recordings.numbers[name]!);
    }
  });
});

interface Result {
  readonly network: Network;
  readonly numbers: Numbers;
  readonly bits: Bits;
}

async function run({ network, samples, validation, options }: RecordedTraining, on: Engine): Promise<Result> {
  let last: Checkpoint | undefined;
  const { network: end, history } = await fit(network, samples, {
    schedule: "constant",
    ...options,
    validation,
    epochs: recordedEpochs,
    batchSize: recordedBatchSize,
    seed: 3,
    engine: on,
    onCheckpoint: (checkpoint) => {
      last = checkpoint;
    },
  });
  const { optimizer } = last!;
  const measured = await evaluate(end, validation, {
    engine: on,
    batchSize: 40,
    ...(options.loss && { loss: options.loss }),
  });
  const outputs = await predict(end, validation.inputs, { engine: on, batchSize: 40 });
  const groups = parameters(end);
  const losses = history.flatMap(({ loss, validationLoss }) => [loss, validationLoss!]);
  return {
    network: end,
    numbers: {
      losses: history.map(({ loss }) => rounded(loss)),
      accuracies: history.flatMap(({ accuracy }) => (accuracy === undefined ? [] : [rounded(accuracy)])),
      validationLosses: history.map(({ validationLoss }) => rounded(validationLoss!)),
      evaluation: [measured.loss, measured.accuracy].flatMap((value) =>
        value === undefined ? [] : [rounded(value)],
      ),
      groups: Object.fromEntries(
        groups.map(({ layer, name, values }) => [
          `${layer}.${name}`,
          [values.reduce((sum, x) => sum + x, 0), values.reduce((sum, x) => sum + x * x, 0)].map(rounded),
        ]),
      ),
    },
    bits: {
      losses: digest([Float64Array.of(...losses, measured.loss)]),
      parameters: digest(groups.map(({ values }) => Float32Array.from(values))),
      optimizer: digest([
        Float64Array.of(optimizer.steps),
        ...optimizer.groups.flatMap(({ slots }) => slots),
      ]),
      outputs: digest([outputs]),
      checkpoint: digest([encodeCheckpoint(timeless(last!))]),
    },
  };
}

/** The checkpoint without what differs from run to run and from version to version of the runtime. */
function timeless(checkpoint: Checkpoint): Checkpoint {
  return {
    ...checkpoint,
    history: checkpoint.history.map((report) => ({ ...report, seconds: 0 })),
    running: { ...checkpoint.running, seconds: 0 },
    engine: { name: "any", version: "0" },
  };
}

function digest(arrays: readonly (Float32Array | Float64Array | Uint8Array)[]): string {
  const hash = sha256.create();
  for (const { buffer, byteOffset, byteLength } of arrays) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return bytesToHex(hash.digest());
}

const rounded = (value: number): number => Number(value.toPrecision(7));

/** Losses to 0.01 %, sums over a group to 0.01 % of its norm, accuracies to one sample in 90. */
function expectAlike(got: Numbers, needed: Numbers): void {
  const near = (a: readonly number[], b: readonly number[], allowed: (i: number) => number) => {
    expect(a).toHaveLength(b.length);
    a.forEach((value, i) => expect(Math.abs(value - b[i]!)).toBeLessThanOrEqual(allowed(i)));
  };
  near(got.losses, needed.losses, (i) => 1e-4 * needed.losses[i]!);
  near(got.validationLosses, needed.validationLosses, (i) => 1e-4 * needed.validationLosses[i]!);
  near(got.accuracies, needed.accuracies, () => 1.001 / 90);
  near(got.evaluation, needed.evaluation, (i) => (i === 0 ? 1e-4 * needed.evaluation[0]! : 1.001 / 90));
  expect(Object.keys(got.groups)).toEqual(Object.keys(needed.groups));
  for (const [name, sums] of Object.entries(needed.groups)) {
    const norm = Math.sqrt(sums[1]!);
    near(got.groups[name]!, sums, (i) => 1e-4 * (i === 0 ? norm : norm * norm));
  }
}

/** The network before and after, and the patch between the two. */
function writeNetwork(name: string, network: Network): void {
  const before = recordedTrainings[name]!.network;
  writeFileSync(trained(`${name}-start.rcp`), encodeNetwork(before));
  writeFileSync(trained(`${name}.rcp`), encodeNetwork(network));
  writeFileSync(trained(`${name}.rcpd`), diffNetworks(before, network));
}
