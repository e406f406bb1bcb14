import {
  decodeSafetensors,
  encodeSafetensors,
  FileFormatError,
  parameters,
  type Safetensors,
  type Tensor,
} from "@reciprocal/network";
import { networkOf, specOf } from "@reciprocal/test-networks";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "@reciprocal/training";
import fc from "fast-check";
import { anyByteDamage } from "../damage/bytes.js";
import { anyJsonDamage } from "../damage/json.js";
import { damagedSafetensors } from "../damage/safetensors.js";
import { resealed, sha256Hex } from "../damage/seal.js";
import { mustHold, type Target } from "../target.js";
import { checkNetwork, maxEntries, networkMemory } from "./check-network.js";

/** A checkpoint as `fit` would leave it, written here, as training takes long. */
function checkpointOf(
  network: Checkpoint["network"],
  { slots, best }: { slots: number; best: boolean },
): Checkpoint {
  const groups = parameters(network).map(({ layer, name, values }) => ({
    layer,
    name,
    slots: Array.from({ length: slots }, (_, slot) => values.map((value) => value * (slot + 1))),
  }));
  const report = (epoch: number) => ({
    ...{
      epoch,
      epochs: 5,
      steps: 3,
      loss: 0.5 / epoch,
      accuracy: 0.5,
      learningRate: 0.01,
      seconds: 1,
    },
    ...(epoch === 2 && { validationLoss: 0.25, validationAccuracy: 1 }),
  });
  const settings = {
    ...{
      network: "0".repeat(64),
      samples: "1".repeat(64),
      loss: "cross-entropy",
      batchSize: 3,
      seed: 7,
      shuffle: true,
    },
    ...{ optimizer: { kind: "adam", learningRate: 0.01 }, penalties: {}, precomputeLimitBytes: 2 ** 28 },
  };
  return {
    network,
    optimizer: { steps: 8, groups },
    history: [report(1), report(2)],
    running: { steps: 2, samples: 6, lossSum: -0, correct: 3, learningRate: 0.01, seconds: 0.5 },
    ...(best && { best: { epoch: 1, network } }),
    settings,
    engine: { name: "onnxruntime-node", version: "1.30.0" },
  } as unknown as Checkpoint;
}

const seeds = [
  checkpointOf(networkOf(3, specOf("spectral", 2), specOf("spectral", 2)), { slots: 2, best: true }),
  checkpointOf(networkOf(2, specOf("s-qr", 2)), { slots: 1, best: false }),
  checkpointOf(networkOf(3, specOf("dense", 2), specOf("s-svd", 2)), { slots: 0, best: true }),
].map((checkpoint) => encodeCheckpoint(checkpoint));

const noDigest = "0".repeat(64);

/** A file with the digest that it would have, had it been written like this. */
function seal({ tensors, metadata }: Safetensors): Uint8Array {
  const file = encodeSafetensors({ tensors, metadata: { ...metadata, sha256: noDigest } });
  // of the same length, so that nothing else changes
  file.set(Buffer.from(sha256Hex(file)), Buffer.from(file.buffer).indexOf(`"sha256":"${noDigest}`) + 10);
  return file;
}

/** The same for a file that may be none. */
function sealed(bytes: Uint8Array): Uint8Array {
  try {
    return seal(decodeSafetensors(bytes));
  } catch {
    return bytes;
  }
}

const files = seeds.map((seed) => decodeSafetensors(seed));

/** Damage behind the checksum: the text of a checkpoint, the file of its network, the list of its arrays. */
const inside = fc
  .record({
    seed: fc.nat(seeds.length - 1),
    json: anyJsonDamage,
    bytes: anyByteDamage,
    what: fc.constantFrom("text", "network", "drop", "add", "shorten", "type"),
    at: fc.nat(1000),
  })
  .map(({ seed, json, bytes, what, at }) => {
    const { tensors, metadata } = files[seed]!;
    const names = Object.keys(tensors);
    const name = names[at % names.length]!;
    const changed: Record<string, Tensor> = { ...tensors };
    const texts: Record<string, string> = { ...metadata };
    if (what === "text") texts["checkpoint"] = json(texts["checkpoint"]!);
    else if (what === "network") {
      const data = resealed(
        bytes(tensors["network"]!.data as Uint8Array, files[0]!.tensors["network"]!.data as Uint8Array),
      );
      changed["network"] = { dtype: "U8", shape: [data.length], data };
    } else if (what === "drop") delete changed[name];
    else if (what === "add") changed[`${name}.more`] = tensors[name]!;
    else if (what === "shorten") {
      const data = (tensors[name]!.data as Float32Array).slice(1);
      changed[name] = { ...tensors[name], shape: [data.length], data } as Tensor;
    } else changed[name] = { dtype: "U8", shape: [3], data: Uint8Array.of(1, 2, 3) };
    return seal({ tensors: changed, metadata: texts });
  });

export const checkpoint: Target<Checkpoint> = {
  name: "checkpoint",
  inputs: fc.oneof(
    { weight: 3, arbitrary: inside },
    { weight: 1, arbitrary: damagedSafetensors(seeds) },
    { weight: 1, arbitrary: damagedSafetensors(seeds).map(sealed) },
  ),
  read: (bytes) => decodeCheckpoint(bytes, { maxEntries }),
  permits: (error) => error instanceof FileFormatError,
  memory: (input) => 2 * networkMemory(input),
  check(value, bytes) {
    const file = decodeSafetensors(bytes);
    const { metadata } = decodeSafetensors(seal(file));
    mustHold(metadata["sha256"] === file.metadata["sha256"], "must refuse a file whose digest is another");
    checkNetwork(value.network);
    const again = encodeCheckpoint(value);
    mustHold(
      Buffer.compare(encodeCheckpoint(decodeCheckpoint(again)), again) === 0,
      "must be the same after it was written and read again",
    );
    const { tensors, metadata: texts } = decodeSafetensors(again);
    mustHold(
      Object.keys(file.tensors).length === Object.keys(tensors).length,
      "must refuse arrays that it does not keep",
    );
    const [before, after] = [file.metadata, texts].map(({ checkpoint = "null" }) => partsIn(checkpoint));
    mustHold(before === after, `must refuse what it does not keep, ${before} parts are read as ${after}`);
  },
};

/** How many names, texts and numbers there are in a JSON text. */
function partsIn(json: string): number {
  let count = 0;
  JSON.parse(json, () => void (count += 1));
  return count;
}
