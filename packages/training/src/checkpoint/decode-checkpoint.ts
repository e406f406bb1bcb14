import { any, integer, list, object, options, type OptionTable, show } from "@reciprocal/guards";
import {
  decodeNetwork,
  decodeSafetensors,
  FileFormatError,
  type MadeEntriesOptions,
  withParameters,
} from "@reciprocal/network";
import type { Checkpoint } from "./checkpoint.js";
import { checkCheckpoint } from "./check-checkpoint.js";
import {
  bestName,
  type CheckpointHeader,
  checkpointOptions,
  checkSeal,
  networkName,
  slotName,
} from "./checkpoint-format.js";
import { fromPlainJson } from "./plain-json.js";

const where = "decodeCheckpoint";

/**
 * The checkpoint in the bytes that `encodeCheckpoint` made: the same numbers, bit for bit. Version and SHA-256 of the
 * whole are checked before anything else. Its network is read as by `decodeNetwork`, which makes every matrix that is not
 * stored: give a lower `maxEntries` for untrusted files.
 *
 * @param bytes - not modified, not kept
 * @throws {FileFormatError} for anything wrong with the bytes: another kind of file, cut, changed, or a newer version
 * @throws {TypeError} unless `bytes` is a Uint8Array, and for an unknown option
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { type Checkpoint, decodeCheckpoint, encodeCheckpoint, fit } from "@reciprocal/training";
 *
 * const { train } = digits({ train: 200, test: 1 });
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10, activation: "softmax" }] });
 * let last: Checkpoint | undefined;
 * await fit(network, train, { epochs: 1, schedule: "constant", onCheckpoint: (one) => void (last = one) });
 * const resume = decodeCheckpoint(encodeCheckpoint(last!)); // from a file
 * const { history } = await fit(network, train, { epochs: 2, schedule: "constant", resume });
 * console.log(history.length);
 * // => 2
 */
export function decodeCheckpoint(bytes: Uint8Array, options: MadeEntriesOptions = {}): Checkpoint {
  const read = checkpointOptions.read(where, options);
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`${where}: bytes must be a Uint8Array, got ${show(bytes)}`);
  }
  const file = inOwnName(() => decodeSafetensors(bytes));
  checkSeal(where, file);
  const tensors = new Map(Object.entries(file.tensors));
  const take = <Type extends "U8" | "F32">(name: string, dtype: Type) => {
    const tensor = tensors.get(name);
    if (tensor?.dtype !== dtype) {
      throw new FileFormatError(`${where}: ${name} must be of ${dtype}, got ${tensor?.dtype ?? "none"}`);
    }
    tensors.delete(name);
    return tensor.data as Type extends "U8" ? Uint8Array : Float32Array;
  };
  try {
    const header: unknown = fromPlainJson(file.metadata["checkpoint"] ?? "");
    const { steps, groups, history, running, bestEpoch, settings, engine } = headerOf(header, tensors.size);
    const network = inOwnName(() => decodeNetwork(take(networkName, "U8"), read));
    const checkpoint: Checkpoint = {
      network,
      optimizer: {
        steps,
        groups: groups.map(({ layer, name, slots }) => ({
          layer,
          name,
          slots: Array.from({ length: slots }, (_, index) => take(slotName({ layer, name }, index), "F32")),
        })),
      },
      history: history.map(withoutNaN),
      running: withoutNaN(running),
      ...(bestEpoch !== undefined && {
        best: {
          epoch: bestEpoch,
          network: withParameters(
            network,
            groups.map(({ layer, name }) => ({
              layer,
              name,
              values: take(bestName({ layer, name }), "F32"),
            })),
          ),
        },
      }),
      settings,
      engine,
    };
    if (tensors.size > 0)
      throw new FileFormatError(`${where}: has more than a checkpoint: ${[...tensors.keys()].join(", ")}`);
    checkCheckpoint(where, checkpoint);
    return checkpoint;
  } catch (error) {
    if (error instanceof FileFormatError) throw error;
    // the seal was whole, so the file was written as something else than a checkpoint
    const { message } = error as Error;
    throw new FileFormatError(message.startsWith(where) ? message : `${where}: ${message}`, { cause: error });
  }
}

/** What the text says; whether it is a checkpoint is seen once all of that is there. */
function headerOf(header: unknown, tensors: number): CheckpointHeader {
  const group = options(
    () =>
      ({
        layer: any<number>(),
        name: any<CheckpointHeader["groups"][number]["name"]>(),
        slots: integer({ min: 0, max: tensors }),
      }) satisfies OptionTable<CheckpointHeader["groups"][number]>,
  );
  return options(
    () =>
      ({
        steps: any<number>(),
        groups: list(group.rule),
        history: list(object<CheckpointHeader["history"][number]>()),
        running: object<CheckpointHeader["running"]>(),
        bestEpoch: any<number>().optional(),
        settings: any<CheckpointHeader["settings"]>(),
        engine: any<CheckpointHeader["engine"]>(),
      }) satisfies OptionTable<CheckpointHeader>,
  ).read(where, header as object);
}

/** Who asked for a checkpoint knows nothing of the files that it is made of: errors begin with the function that was called. */
function inOwnName<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    throw new FileFormatError(error.message.replace(/^\w+: /, `${where}: `), { cause: error });
  }
}

/** Accuracies of numbers were once written as NaN, and are left out now. */
function withoutNaN<Item extends object>(item: Item): Item {
  const isLost = ([name, value]: [string, unknown]) =>
    Number.isNaN(value) && ["accuracy", "validationAccuracy", "correct"].includes(name);
  return Object.fromEntries(Object.entries(item).filter((entry) => !isLost(entry))) as Item;
}
