import { encodeNetwork, parameters, type MadeEntriesOptions, type Tensor } from "@reciprocal/network";
import { checkCheckpoint } from "./check-checkpoint.js";
import type { Checkpoint } from "./checkpoint.js";
import {
  bestName,
  checkpointOptions,
  formatName,
  formatVersion,
  networkName,
  sealCheckpoint,
  slotName,
  type CheckpointHeader,
} from "./checkpoint-format.js";
import { toPlainJson } from "./plain-json.js";

/**
 * A checkpoint as the bytes of a safetensors file: the network as `encodeNetwork` writes it, the arrays of the optimizer
 * and the parameters of the best epoch as float32, exactly, and everything else as text, with a version and a
 * SHA-256 of the whole. Equal checkpoints give equal bytes. `decodeCheckpoint` reads them.
 *
 * Their digest is computed in JavaScript, some milliseconds per megabyte; mind that before taking one every few steps.
 *
 * @param checkpoint - what `fit` gave; not modified
 * @returns a new array
 * @throws {TypeError | RangeError | ShapeError} if it is not a checkpoint, or as `encodeNetwork`; `maxEntries` goes there
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { type Checkpoint, encodeCheckpoint, fit } from "@reciprocal/training";
 *
 * const { train } = digits({ train: 200, test: 1 });
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10, activation: "softmax" }] });
 * const onCheckpoint = (checkpoint: Checkpoint) => console.log(encodeCheckpoint(checkpoint).length > 0); // to a file
 * // => true
 * await fit(network, train, { epochs: 1, onCheckpoint });
 */
export function encodeCheckpoint(checkpoint: Checkpoint, options: MadeEntriesOptions = {}): Uint8Array {
  checkCheckpoint("encodeCheckpoint", checkpoint);
  const read = checkpointOptions.read("encodeCheckpoint", options);
  const { network, optimizer, history, running, best, settings, engine } = checkpoint;
  const bytes = encodeNetwork(network, read);
  const tensors: Record<string, Tensor> = {
    [networkName]: { dtype: "U8", shape: [bytes.length], data: bytes },
  };
  const bestValues = new Map((best ? parameters(best.network) : []).map((one) => [bestName(one), one]));
  for (const { layer, name, slots } of optimizer.groups) {
    slots.forEach((slot, index) => (tensors[slotName({ layer, name }, index)] = tensorOf(slot)));
    if (!best) continue;
    const key = bestName({ layer, name });
    const values = bestValues.get(key)?.values;
    if (!values) {
      throw new RangeError(`encodeCheckpoint: the best network needs ${name} in layer ${layer}, got none`);
    }
    tensors[key] = tensorOf(values);
  }
  const header: CheckpointHeader = {
    steps: optimizer.steps,
    groups: optimizer.groups.map(({ layer, name, slots }) => ({ layer, name, slots: slots.length })),
    history,
    running,
    ...(best && { bestEpoch: best.epoch }),
    settings,
    engine,
  };
  return sealCheckpoint(tensors, {
    format: formatName,
    version: String(formatVersion),
    checkpoint: toPlainJson(header),
  });
}

const tensorOf = (data: Float32Array): Tensor => ({ dtype: "F32", shape: [data.length], data });
