import {
  decodeSafetensors,
  encodeSafetensors,
  FileFormatError,
  type Safetensors,
  toSafetensors,
} from "@reciprocal/network";
import { networks } from "@reciprocal/test-networks";
import { damagedSafetensors } from "../damage/safetensors.js";
import { mustHold, type Target } from "../target.js";

const everyType = encodeSafetensors({
  tensors: {
    a: { dtype: "F64", shape: [2], data: Float64Array.of(1, -2) },
    b: { dtype: "F32", shape: [2, 1], data: Float32Array.of(1, 2) },
    c: { dtype: "F16", shape: [3], data: Float32Array.of(1, 2, 3) },
    d: { dtype: "BF16", shape: [1], data: Float32Array.of(1) },
    e: { dtype: "I64", shape: [], data: BigInt64Array.of(-1n) },
    f: { dtype: "U64", shape: [1], data: BigUint64Array.of(1n) },
    g: { dtype: "I32", shape: [2], data: Int32Array.of(1, 2) },
    h: { dtype: "U32", shape: [1], data: Uint32Array.of(1) },
    i: { dtype: "I16", shape: [1, 1], data: Int16Array.of(-1) },
    j: { dtype: "U16", shape: [0], data: new Uint16Array() },
    k: { dtype: "I8", shape: [1], data: Int8Array.of(-1) },
    l: { dtype: "U8", shape: [3], data: Uint8Array.of(1, 2, 3) },
    m: { dtype: "BOOL", shape: [2], data: Uint8Array.of(0, 1) },
  },
  metadata: { format: "pt", "": "empty" },
});

/** Valid files: networks, one of every type of number, one of none. */
export const safetensorsFiles: readonly Uint8Array[] = [
  ...Object.values(networks)
    .filter((_, index) => index % 5 === 0)
    .map((network) => encodeSafetensors(toSafetensors(network))),
  everyType,
  encodeSafetensors({ tensors: {} }),
];

export const safetensors: Target<Safetensors> = {
  name: "safetensors",
  inputs: damagedSafetensors(safetensorsFiles),
  read: (bytes) => decodeSafetensors(bytes),
  permits: (error) => error instanceof FileFormatError,
  check(file) {
    const bytes = encodeSafetensors(file);
    mustHold(
      Buffer.compare(encodeSafetensors(decodeSafetensors(bytes)), bytes) === 0,
      "must be the same when read again",
    );
    for (const record of [file.tensors, file.metadata])
      mustHold(Object.getPrototypeOf(record) === null, "must give records without a prototype");
  },
};
